package dev.patchbay.connectors.box;

import com.box.sdkgen.managers.uploads.UploadFileHeaders;
import com.box.sdkgen.managers.uploads.UploadFileRequestBody;
import com.box.sdkgen.managers.uploads.UploadFileRequestBodyAttributesField;
import com.box.sdkgen.managers.uploads.UploadFileRequestBodyAttributesParentField;
import com.box.sdkgen.managers.uploads.UploadFileVersionHeaders;
import com.box.sdkgen.managers.uploads.UploadFileVersionRequestBody;
import com.box.sdkgen.managers.uploads.UploadFileVersionRequestBodyAttributesField;
import com.box.sdkgen.managers.uploads.UploadsManager;
import com.box.sdkgen.schemas.files.Files;
import java.util.List;

/** Uploads files, each in one request or, from where Box offers it, in parts. Thread-safe. */
final class Uploads {
  /** Box makes no session for less (https://developer.box.com/guides/uploads/chunked/). */
  static final long CHUNKED = 20_000_000;

  private final UploadsManager calls;
  private final ChunkedUpload chunked;

  Uploads(UploadsManager calls, ChunkedUpload chunked) {
    this.calls = calls;
    this.chunked = chunked;
  }

  /** Makes a file and gives its id. */
  String create(String folder, String name, Content content) {
    return id(
        content.size() >= CHUNKED
            ? chunked.create(folder, name, content)
            : BoxAnswer.read(() -> whole(folder, name, content)));
  }

  /** Makes a new version of a file and gives the file's id. */
  String replace(String id, String name, Content content) {
    return id(
        content.size() >= CHUNKED
            ? chunked.replace(id, content)
            : BoxAnswer.read(() -> wholeVersion(id, name, content)));
  }

  private Files whole(String folder, String name, Content content) {
    var parent = new UploadFileRequestBodyAttributesParentField(folder);
    var attributes = new UploadFileRequestBodyAttributesField(name, parent);
    return calls.uploadFile(
        new UploadFileRequestBody.Builder(attributes, content.from(0)).fileFileName(name).build(),
        new UploadFileHeaders.Builder().contentMd5(content.sha1()).build());
  }

  private Files wholeVersion(String id, String name, Content content) {
    var attributes = new UploadFileVersionRequestBodyAttributesField(name);
    return calls.uploadFileVersion(
        id,
        new UploadFileVersionRequestBody.Builder(attributes, content.from(0))
            .fileFileName(name)
            .build(),
        new UploadFileVersionHeaders.Builder().contentMd5(content.sha1()).build());
  }

  /** An answer that names no file is none: the next attempt finds the file, if there is one. */
  private static String id(Files files) {
    List<?> entries = files.getEntries();
    String id = entries == null || entries.isEmpty() ? null : files.getEntries().getFirst().getId();
    if (id == null) {
      throw Refused.retry("Box's answer names no file");
    }
    return id;
  }
}
