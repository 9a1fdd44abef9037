package dev.patchbay.connectors.box;

import java.util.Locale;

/**
 * A delivery's parameters.
 *
 * @param folder an id, a path from the root folder, or a path from a folder's id; missing folders
 *     are made
 * @param name of the file
 * @param content {@code event} for the event as JSON, {@code payload} for the payload as it came,
 *     else the text itself
 * @param fetch address of a file that takes the place of content; empty for none
 * @param onConflict what becomes of a file whose name is taken
 * @param comment left on the file; empty for none
 * @param task made on the file; null for none
 */
record BoxParameters(
    String folder,
    String name,
    String content,
    String fetch,
    OnConflict onConflict,
    String comment,
    Task task) {

  /** What becomes of a file whose name another content has. */
  enum OnConflict {
    VERSION,
    SUFFIX,
    FAIL
  }

  /**
   * A task on the file.
   *
   * @param message the event's title where it is empty
   * @param assignTo an e-mail address or a user's id
   * @param due a time, a date, or a duration from the event's time; may be null
   */
  record Task(String message, Object assignTo, String due) {
    Task {
      message = message == null ? "" : message.strip();
      assignTo = assignTo == null ? "" : assignTo.toString().strip();
      if (assignTo.equals("")) {
        throw new IllegalArgumentException("assignTo is empty");
      }
    }

    boolean isTo(String id, String login) {
      return assignTo.equals(id)
          || login != null
              && assignTo
                  .toString()
                  .toLowerCase(Locale.ROOT)
                  .equals(login.toLowerCase(Locale.ROOT));
    }
  }

  BoxParameters {
    folder = folder == null || folder.isBlank() ? "0" : folder.strip();
    name = ItemName.safe(name == null ? "" : name);
    content = content == null ? "event" : content;
    fetch = fetch == null ? "" : fetch.strip();
    onConflict = onConflict == null ? OnConflict.VERSION : onConflict;
    comment = comment == null ? "" : comment.strip();
    if (name.isEmpty()) {
      throw new IllegalArgumentException("the file's name is empty");
    }
  }

  FolderPath path() {
    return FolderPath.parse(folder);
  }

  boolean fetches() {
    return !fetch.isEmpty();
  }
}
