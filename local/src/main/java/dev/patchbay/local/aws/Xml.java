package dev.patchbay.local.aws;

/** Elements of an XML answer. */
public final class Xml {
  private Xml() {}

  /** {@code <name>text</name>}, the text escaped. */
  public static String element(String name, Object text) {
    return "<" + name + ">" + escape(String.valueOf(text)) + "</" + name + ">";
  }

  /** Text as XML holds it; characters that XML 1.0 cannot hold are left out. */
  public static String escape(String text) {
    return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
