package dev.patchbay.core.expression;

/**
 * How a value is made inert before it goes into a text for a destination. Only what {@code {{ … }}}
 * inserts is escaped, never the text around it, which the route's author wrote.
 */
public enum Escape {
  /** As it is: for parameters that no reader renders. */
  NONE {
    @Override
    public String apply(String text) {
      return text;
    }
  },
  /**
   * Slack's three characters (https://docs.slack.dev/messaging/formatting-message-text#escaping).
   */
  MRKDWN {
    @Override
    public String apply(String text) {
      return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
  },
  /** HTML text and attribute values. */
  HTML {
    @Override
    public String apply(String text) {
      return MRKDWN.apply(text).replace("\"", "&quot;").replace("'", "&#39;");
    }
  },
  /** CommonMark: a backslash before each punctuation mark that could start mark-up or a mention. */
  MARKDOWN {
    @Override
    public String apply(String text) {
      return text.replaceAll("([\\\\`*_{}\\[\\]<>()#+!|~@-])", "\\\\$1");
    }
  },
  /** One line: control characters, line ends included, become spaces. */
  LINE {
    @Override
    public String apply(String text) {
      return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
    }
  },
  /**
   * One piece of a path: slashes, backslashes and control characters become underscores. A path
   * whose first piece holds something inserted begins at the root: what an event says is a name,
   * and never becomes the id of a folder to start from.
   */
  PATH {
    @Override
    public String apply(String text) {
      return text.replaceAll("[/\\\\\\p{Cntrl}\\u2028\\u2029]", "_");
    }

    @Override
    String begun(String text) {
      return text.startsWith("/") ? text : "/" + text;
    }
  },
  /** The inside of a JSON string. */
  JSON {
    @Override
    public String apply(String text) {
      String quoted = dev.patchbay.core.json.Json.write(text);
      return quoted.substring(1, quoted.length() - 1);
    }
  },
  /** One segment of a URL's path or one value of its query. */
  URL {
    @Override
    public String apply(String text) {
      return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
          .replace("+", "%20");
    }
  };

  /** The text, made inert. */
  public abstract String apply(String text);

  /** A whole text that begins, up to its first slash, with something inserted. */
  String begun(String text) {
    return text;
  }
}
