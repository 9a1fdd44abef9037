package dev.patchbay.connectors.box;

import com.box.sdkgen.box.errors.BoxAPIError;
import com.box.sdkgen.managers.folders.CreateFolderRequestBody;
import com.box.sdkgen.managers.folders.CreateFolderRequestBodyParentField;
import com.box.sdkgen.managers.folders.FoldersManager;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Folders by path. A missing one is made; of one that is there, Box tells the id in its refusal to
 * make it, so that of two who make the same folder at once both get it. Thread-safe.
 */
final class Folders {
  private final FoldersManager calls;

  /** Ids by root and path, so that a path is walked once. */
  private final Map<String, String> ids = new ConcurrentHashMap<>();

  Folders(FoldersManager calls) {
    this.calls = calls;
  }

  /** The id of a path's last folder. */
  String id(FolderPath path) {
    String known = path.names().isEmpty() ? path.root() : ids.get(path.toString());
    return known == null ? walked(path) : known;
  }

  /** Whether the path's folders are known from before: they may have been moved since. */
  boolean knows(FolderPath path) {
    return ids.containsKey(path.toString());
  }

  /** Forgets the path and what lies above it. */
  void forget(FolderPath path) {
    for (FolderPath at = path; !at.names().isEmpty(); at = at.parent()) {
      ids.remove(at.toString());
    }
  }

  /** One thread walks at a time: ten messages of a batch want the same new folder. */
  private synchronized String walked(FolderPath path) {
    String known = ids.get(path.toString());
    if (known != null) {
      return known;
    }
    String id = made(id(path.parent()), path.name());
    ids.put(path.toString(), id);
    return id;
  }

  private String made(String parent, String name) {
    try {
      return BoxAnswer.read(
          () ->
              calls
                  .createFolder(
                      new CreateFolderRequestBody(
                          name, new CreateFolderRequestBodyParentField(parent)))
                  .getId());
    } catch (BoxAPIError refused) {
      BoxAnswer.Conflict conflict = BoxAnswer.conflict(refused);
      if (conflict == null) {
        throw refused;
      }
      if (conflict.isFile()) {
        throw Refused.rejected("Box: a file has the name of a folder of the path");
      }
      return conflict.id();
    }
  }
}
