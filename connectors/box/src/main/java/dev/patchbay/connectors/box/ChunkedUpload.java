package dev.patchbay.connectors.box;

import com.box.sdkgen.box.errors.BoxAPIError;
import com.box.sdkgen.box.errors.BoxSDKError;
import com.box.sdkgen.managers.chunkeduploads.ChunkedUploadsManager;
import com.box.sdkgen.managers.chunkeduploads.CreateFileUploadSessionCommitHeaders;
import com.box.sdkgen.managers.chunkeduploads.CreateFileUploadSessionCommitRequestBody;
import com.box.sdkgen.managers.chunkeduploads.CreateFileUploadSessionForExistingFileRequestBody;
import com.box.sdkgen.managers.chunkeduploads.CreateFileUploadSessionRequestBody;
import com.box.sdkgen.managers.chunkeduploads.UploadFilePartHeaders;
import com.box.sdkgen.schemas.files.Files;
import com.box.sdkgen.schemas.uploadpart.UploadPart;
import com.box.sdkgen.schemas.uploadsession.UploadSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Uploads large files in parts (https://developer.box.com/guides/uploads/chunked/). The SDK does so
 * by itself too, but gives up at the first fault of a part. Thread-safe.
 */
final class ChunkedUpload {
  private static final int TRIES = 3;

  /** Box may need a few seconds to put the parts together; it answers 202 meanwhile. */
  private static final int COMMITS = 5;

  private final ChunkedUploadsManager calls;
  private final Duration pause;

  /**
   * @param pause before a file is asked for again that Box has not put together yet
   */
  ChunkedUpload(ChunkedUploadsManager calls, Duration pause) {
    this.calls = calls;
    this.pause = pause;
  }

  Files create(String folder, String name, Content content) {
    return finished(
        BoxAnswer.read(
            () ->
                calls.createFileUploadSession(
                    new CreateFileUploadSessionRequestBody(folder, content.size(), name))),
        content);
  }

  Files replace(String id, Content content) {
    return finished(
        BoxAnswer.read(
            () ->
                calls.createFileUploadSessionForExistingFile(
                    id, new CreateFileUploadSessionForExistingFileRequestBody(content.size()))),
        content);
  }

  private Files finished(UploadSession session, Content content) {
    Long partSize = session.getPartSize();
    if (session.getId() == null || partSize == null || partSize < 1 || partSize > content.size()) {
      throw Refused.retry("Box's upload session makes no sense");
    }
    try {
      return committed(session.getId(), parts(session.getId(), partSize, content), content);
    } catch (BoxSDKError | Refused e) {
      abort(session.getId());
      throw e;
    }
  }

  private List<UploadPart> parts(String session, long partSize, Content content) {
    List<UploadPart> parts = new ArrayList<>();
    try (InputStream in = content.from(0)) {
      for (long offset = 0; offset < content.size(); offset += partSize) {
        byte[] bytes = in.readNBytes((int) Math.min(partSize, content.size() - offset));
        parts.add(part(session, offset, bytes, content.size()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parts;
  }

  private UploadPart part(String session, long offset, byte[] bytes, long size) {
    BoxSDKError fault = null;
    for (int i = 0; i < TRIES; i++) {
      UploadPart there = fault == null ? null : there(session, offset);
      if (there != null) {
        return there;
      }
      try {
        return sent(session, offset, bytes, size);
      } catch (BoxSDKError e) {
        if (!BoxAnswer.mayPass(e)) {
          throw e;
        }
        fault = e;
      }
    }
    throw fault;
  }

  private UploadPart sent(String session, long offset, byte[] bytes, long size) {
    String digest = base64(Content.digest().digest(bytes));
    String range = "bytes %d-%d/%d".formatted(offset, offset + bytes.length - 1, size);
    return BoxAnswer.read(
        () ->
            calls
                .uploadFilePart(
                    session,
                    new ByteArrayInputStream(bytes),
                    new UploadFilePartHeaders(digest, range))
                .getPart());
  }

  /** A part that arrived though its answer did not: one sent twice would spoil the session. */
  private UploadPart there(String session, long offset) {
    try {
      return calls.getFileUploadSessionParts(session).getEntries().stream()
          .filter(part -> part.getOffset() != null && part.getOffset() == offset)
          .findFirst()
          .orElse(null);
    } catch (BoxSDKError | NullPointerException | IllegalArgumentException _) {
      return null; // not to be known: the part is sent again, and Box says if it must not be
    }
  }

  private Files committed(String session, List<UploadPart> parts, Content content) {
    String digest = base64(HexFormat.of().parseHex(content.sha1()));
    Refused unready = null;
    for (int i = 0; i < COMMITS; i++) {
      try {
        return BoxAnswer.read(
            () ->
                calls.createFileUploadSessionCommit(
                    session,
                    new CreateFileUploadSessionCommitRequestBody(parts),
                    new CreateFileUploadSessionCommitHeaders(digest)));
      } catch (Refused e) { // 202, without a body
        unready = e;
        rest();
      } catch (BoxAPIError e) {
        throw unready == null ? e : unready; // it may have been carried out meanwhile
      }
    }
    throw unready;
  }

  private void rest() {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refused.retry("the function was stopped");
    }
  }

  /** So that the parts do not lie at Box for a week. */
  private void abort(String session) {
    try {
      calls.deleteFileUploadSessionById(session);
    } catch (BoxSDKError _) { // then they do
      return;
    }
  }

  private static String base64(byte[] sha1) {
    return "sha=" + Base64.getEncoder().encodeToString(sha1);
  }
}
