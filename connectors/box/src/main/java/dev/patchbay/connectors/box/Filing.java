package dev.patchbay.connectors.box;

import com.box.sdkgen.box.errors.BoxAPIError;
import com.box.sdkgen.managers.files.FilesManager;
import com.box.sdkgen.managers.files.GetFileByIdQueryParams;
import com.box.sdkgen.managers.fileversions.FileVersionsManager;
import com.box.sdkgen.managers.fileversions.GetFileVersionsQueryParams;
import dev.patchbay.connectors.spi.Delivery;
import java.time.Instant;
import java.util.List;

/**
 * Puts a delivery's file into its folder, once. Box has no key for idempotency, but a file's name
 * is unique in its folder, and the refusal of a name that is taken tells the digest of what has it:
 * the same bytes are an earlier attempt that arrived. Thread-safe.
 */
final class Filing {
  private static final long VERSIONS = 100;

  /**
   * A file of a delivery.
   *
   * @param made by this attempt, and not by one before
   */
  record Filed(String id, boolean made) {}

  private final Folders folders;
  private final Uploads uploads;
  private final FilesManager files;
  private final FileVersionsManager versions;

  Filing(Folders folders, Uploads uploads, FilesManager files, FileVersionsManager versions) {
    this.folders = folders;
    this.uploads = uploads;
    this.files = files;
    this.versions = versions;
  }

  Filed put(BoxParameters parameters, Delivery delivery, Content content) {
    FolderPath path = parameters.path();
    boolean known = folders.knows(path);
    try {
      return put(folders.id(path), parameters, delivery, content);
    } catch (BoxAPIError refused) {
      if (!BoxAnswer.isMissing(refused)) {
        throw refused;
      }
      folders.forget(path);
      if (!known) {
        throw refused;
      }
      return put(folders.id(path), parameters, delivery, content); // deleted since, or moved
    }
  }

  private Filed put(String folder, BoxParameters parameters, Delivery delivery, Content content) {
    boolean suffix = parameters.onConflict() == BoxParameters.OnConflict.SUFFIX;
    if (suffix && parameters.fetches()) { // what is fetched may differ at each attempt
      return suffixed(folder, parameters, delivery, content);
    }
    BoxAnswer.Conflict taken;
    try {
      return new Filed(uploads.create(folder, parameters.name(), content), true);
    } catch (BoxAPIError refused) {
      taken = BoxAnswer.conflict(refused);
      if (taken == null) {
        throw refused;
      }
    }
    if (taken.isFile() && content.sha1().equalsIgnoreCase(sha1(taken))) {
      return new Filed(taken.id(), false);
    }
    if (suffix) {
      return suffixed(folder, parameters, delivery, content);
    }
    if (!taken.isFile()) {
      throw Refused.rejected("Box: a folder has that name");
    }
    if (parameters.onConflict() == BoxParameters.OnConflict.FAIL) {
      throw Refused.rejected("Box: a file with other content has that name");
    }
    return version(taken.id(), parameters.name(), delivery, content);
  }

  /** A name with a suffix belongs to one delivery: whatever has it is an earlier attempt. */
  private Filed suffixed(
      String folder, BoxParameters parameters, Delivery delivery, Content content) {
    String mark = delivery.id().substring(0, Math.min(8, delivery.id().length()));
    try {
      return new Filed(
          uploads.create(folder, ItemName.marked(parameters.name(), mark), content), true);
    } catch (BoxAPIError refused) {
      BoxAnswer.Conflict taken = BoxAnswer.conflict(refused);
      if (taken == null) {
        throw refused;
      }
      return new Filed(taken.id(), false);
    }
  }

  /** Another delivery's version may have come between two attempts of this one. */
  private Filed version(String id, String name, Delivery delivery, Content content) {
    if (hasVersion(id, content.sha1(), Since.of(delivery.event()))) {
      return new Filed(id, false);
    }
    try {
      return new Filed(uploads.replace(id, name, content), true);
    } catch (BoxAPIError refused) {
      throw BoxAnswer.isMissing(refused) ? Refused.retry("Box: the file went away") : refused;
    }
  }

  private boolean hasVersion(String id, String sha1, Instant since) {
    try {
      return BoxAnswer.read(
              () ->
                  versions
                      .getFileVersions(
                          id, new GetFileVersionsQueryParams.Builder().limit(VERSIONS).build())
                      .getEntries())
          .stream()
          .anyMatch(
              version ->
                  sha1.equalsIgnoreCase(version.getSha1())
                      && Since.isAfter(version.getCreatedAt(), since));
    } catch (BoxAPIError refused) {
      int status = refused.getResponseInfo().getStatusCode();
      if (status == 403 || status == 404) { // an account without versions
        return false;
      }
      throw refused;
    }
  }

  private String sha1(BoxAnswer.Conflict taken) {
    if (!taken.sha1().isEmpty()) {
      return taken.sha1();
    }
    var fields = new GetFileByIdQueryParams.Builder().fields(List.of("sha1")).build();
    return BoxAnswer.read(() -> files.getFileById(taken.id(), fields).getSha1());
  }
}
