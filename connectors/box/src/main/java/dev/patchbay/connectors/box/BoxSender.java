package dev.patchbay.connectors.box;

import com.box.sdkgen.box.errors.BoxAPIError;
import com.box.sdkgen.box.errors.BoxSDKError;
import com.box.sdkgen.managers.folders.CreateFolderRequestBody;
import com.box.sdkgen.managers.folders.CreateFolderRequestBodyParentField;
import com.box.sdkgen.managers.folders.FoldersManager;
import com.box.sdkgen.managers.uploads.UploadFileHeaders;
import com.box.sdkgen.managers.uploads.UploadFileRequestBody;
import com.box.sdkgen.managers.uploads.UploadFileRequestBodyAttributesField;
import com.box.sdkgen.managers.uploads.UploadFileRequestBodyAttributesParentField;
import com.box.sdkgen.managers.uploads.UploadFileVersionHeaders;
import com.box.sdkgen.managers.uploads.UploadFileVersionRequestBody;
import com.box.sdkgen.managers.uploads.UploadFileVersionRequestBodyAttributesField;
import com.box.sdkgen.managers.uploads.UploadsManager;
import com.box.sdkgen.networking.auth.Authentication;
import com.box.sdkgen.networking.network.NetworkSession;
import com.box.sdkgen.schemas.files.Files;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.core.json.BindingException;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Uploads a file per delivery. Box has no key for idempotency, but the name of a file is unique in
 * its folder: a conflict with a file of the same content is an earlier attempt that arrived, any
 * other makes a new version.
 */
final class BoxSender implements Sender {
  private static final int UNAUTHORIZED = 401;

  private final Authentication authentication;
  private final boolean renews;
  private final NetworkSession session;
  private final UploadsManager uploads;
  private final FoldersManager folders;

  /** Ids by path, so that a path is walked once. */
  private final Map<String, String> ids = new ConcurrentHashMap<>();

  BoxSender(BoxSecret secret, NetworkSession session) {
    this.authentication = secret.authentication();
    this.renews = secret.renews();
    this.session = session;
    this.uploads =
        new UploadsManager.Builder().auth(authentication).networkSession(session).build();
    this.folders =
        new FoldersManager.Builder().auth(authentication).networkSession(session).build();
  }

  @Override
  public Outcome send(Delivery delivery) {
    try {
      BoxParameters parameters = delivery.parameters(BoxParameters.class);
      if (parameters.name().isEmpty()) {
        return new Outcome.Rejected("the file's name is empty");
      }
      return put(parameters, parameters.bytes(delivery));
    } catch (BindingException e) {
      return new Outcome.Rejected(e.getMessage());
    } catch (BoxAPIError refused) {
      return BoxAnswer.of(refused, Instant.now());
    } catch (BoxSDKError e) {
      return new Outcome.Retry(
          "the connection to Box failed"
              + (e.getCause() == null ? "" : ": " + e.getCause().getClass().getSimpleName()));
    }
  }

  private Outcome put(BoxParameters parameters, byte[] content) {
    try {
      return upload(parameters, content);
    } catch (BoxAPIError refused) {
      if (refused.getResponseInfo().getStatusCode() != UNAUTHORIZED || !renews) {
        throw refused;
      }
      authentication.refreshToken(session); // tokens live for about an hour
      return upload(parameters, content);
    }
  }

  private Outcome upload(BoxParameters parameters, byte[] content) {
    String sha1 = sha1(content);
    String folder = folder(parameters);
    try {
      return delivered(create(folder, parameters.name(), content, sha1));
    } catch (BoxAPIError refused) {
      BoxAnswer.Conflict conflict = BoxAnswer.conflict(refused);
      if (conflict == null) {
        ids.values().remove(folder); // it may have been deleted, or moved
        throw refused;
      }
      if (!conflict.type().equals("file")) {
        return new Outcome.Rejected("Box: a folder has that name");
      }
      return sha1.equalsIgnoreCase(conflict.sha1())
          ? new Outcome.Delivered(new Receipt(conflict.id()))
          : delivered(replace(conflict.id(), parameters.name(), content, sha1));
    }
  }

  private Files create(String folder, String name, byte[] content, String sha1) {
    var parent = new UploadFileRequestBodyAttributesParentField(folder);
    var attributes = new UploadFileRequestBodyAttributesField(name, parent);
    return uploads.uploadFile(
        new UploadFileRequestBody.Builder(attributes, new ByteArrayInputStream(content))
            .fileFileName(name)
            .build(),
        new UploadFileHeaders.Builder().contentMd5(sha1).build());
  }

  private Files replace(String id, String name, byte[] content, String sha1) {
    var attributes = new UploadFileVersionRequestBodyAttributesField(name);
    return uploads.uploadFileVersion(
        id,
        new UploadFileVersionRequestBody.Builder(attributes, new ByteArrayInputStream(content))
            .fileFileName(name)
            .build(),
        new UploadFileVersionHeaders.Builder().contentMd5(sha1).build());
  }

  private static Outcome delivered(Files files) {
    boolean named = files != null && files.getEntries() != null && !files.getEntries().isEmpty();
    return new Outcome.Delivered(
        named ? new Receipt(files.getEntries().getFirst().getId()) : Receipt.NONE);
  }

  private String folder(BoxParameters parameters) {
    if (!parameters.namesPath()) {
      return parameters.folder();
    }
    String id = "0";
    StringBuilder path = new StringBuilder();
    for (String name : parameters.path()) {
      String parent = id;
      id = ids.computeIfAbsent(path.append('/').append(name).toString(), _ -> made(parent, name));
    }
    return id;
  }

  /** Makes a folder, or learns from the conflict which one it is. */
  private String made(String parent, String name) {
    try {
      return folders
          .createFolder(
              new CreateFolderRequestBody(name, new CreateFolderRequestBodyParentField(parent)))
          .getId();
    } catch (BoxAPIError refused) {
      BoxAnswer.Conflict conflict = BoxAnswer.conflict(refused);
      if (conflict == null) {
        ids.values().remove(parent);
        throw refused;
      }
      return conflict.id();
    }
  }

  /** What Box wants in its header Content-MD5, and what it tells of a file. */
  private static String sha1(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
