package dev.patchbay.webhooks.body;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fields of a multipart/form-data body (RFC 7578); a file becomes {filename, type, size,
 * base64}.
 */
final class MultipartBody {
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=\"?([^\";]{1,70})\"?", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME =
      Pattern.compile("[; ]name=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
  private static final Pattern FILE =
      Pattern.compile("[; ]filename=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
  private static final Pattern TYPE =
      Pattern.compile(
          "^content-type:\\s*(\\S[^\\r\\n]*)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private MultipartBody() {}

  static Map<String, Object> parse(byte[] body, String contentType) {
    Matcher boundary = BOUNDARY.matcher(contentType == null ? "" : contentType);
    if (!boundary.find()) {
      throw new IllegalArgumentException("no boundary");
    }
    // Latin-1 keeps each byte as one character, so that offsets and files stay exact.
    String text = "\r\n" + new String(body, StandardCharsets.ISO_8859_1);
    String mark = "\r\n--" + boundary.group(1);
    Map<String, Object> fields = new LinkedHashMap<>();
    int at = text.indexOf(mark);
    while (at >= 0) {
      int next = text.indexOf(mark, at + mark.length());
      if (next < 0) {
        break;
      }
      part(text.substring(at + mark.length(), next), fields);
      at = next;
    }
    return fields;
  }

  private static void part(String part, Map<String, Object> fields) {
    int end = part.indexOf("\r\n\r\n");
    Matcher name = NAME.matcher(end < 0 ? "" : part.substring(0, end));
    if (!name.find()) {
      return;
    }
    byte[] content = part.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
    Matcher file = FILE.matcher(part.substring(0, end));
    fields.put(
        utf8(name.group(1)),
        file.find()
            ? file(utf8(file.group(1)), part.substring(0, end), content)
            : new String(content, StandardCharsets.UTF_8));
  }

  private static Map<String, Object> file(String name, String head, byte[] content) {
    Map<String, Object> file = new LinkedHashMap<>();
    Matcher type = TYPE.matcher(head);
    file.put("filename", name);
    file.put("type", type.find() ? type.group(1).strip() : "application/octet-stream");
    file.put("size", content.length);
    file.put("base64", Base64.getEncoder().encodeToString(content));
    return file;
  }

  private static String utf8(String latin) {
    return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
