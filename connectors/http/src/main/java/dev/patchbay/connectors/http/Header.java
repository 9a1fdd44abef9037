package dev.patchbay.connectors.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A header as every server reads it (RFC 9110, 5.5 and 5.6.2). The JDK's client throws at
 * characters beyond Latin-1, and makes question marks of those beyond ASCII.
 */
record Header(String name, String value) {
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E\\t]*");

  /** The connection's own, which the client sets. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /** What a CloudEvent's attributes begin with, whose values are written in ASCII. */
  private static final String OF_A_CLOUD_EVENT = "ce-";

  private static final String HEX = "0123456789ABCDEF";

  /**
   * A header with this value; an attribute of a CloudEvent percent-encoded, as its HTTP binding
   * wants it
   * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#3132-http-header-values).
   */
  static Header of(String name, String value) {
    return new Header(
        name,
        name.toLowerCase(Locale.ROOT).startsWith(OF_A_CLOUD_EVENT) ? percentEncoded(value) : value);
  }

  /** Why it cannot be sent; quotes no value. */
  Optional<String> fault() {
    if (!NAME.matcher(name).matches()) {
      return Optional.of("a header has a name that HTTP does not allow");
    }
    if (OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
      return Optional.of("the header " + name + " is the connection's own and cannot be set");
    }
    return VALUE.matcher(value).matches()
        ? Optional.empty()
        : Optional.of("the header " + name + " holds characters other than ASCII's");
  }

  private static String percentEncoded(String value) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      if (octet > ' ' && octet < 0x7F && octet != '"' && octet != '%') {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append(HEX.charAt((octet >> 4) & 15)).append(HEX.charAt(octet & 15));
      }
    }
    return encoded.toString();
  }
}
