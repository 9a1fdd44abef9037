package dev.patchbay.webhooks.door;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses that begin alike, IPv4 or IPv6, as CIDR writes them. An IPv4 address is the same
 * whether it is written as one or mapped into IPv6 ({@code ::ffff:192.0.2.1}). No name is ever
 * looked up.
 *
 * @param first the first address, 4 or 16 bytes
 * @param prefix how many bits of it all of them share
 */
record Network(byte[] first, int prefix) {
  /** The JDK takes {@code 192.1} for an address too; CIDR does not. */
  private static final Pattern LITERAL =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private static final int MAPPED_BITS = 96;

  /**
   * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32} or one address.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static Network parse(String text) {
    String[] parts = text.split("/", 2);
    InetAddress address =
        address(parts[0])
            .orElseThrow(() -> new IllegalArgumentException("'" + parts[0] + "' is no IP address"));
    byte[] first = address.getAddress();
    int mapped = address instanceof Inet4Address && parts[0].contains(":") ? MAPPED_BITS : 0;
    int prefix = parts.length == 1 ? first.length * 8 : prefix(text, parts[1]) - mapped;
    if (prefix < 0 || prefix > first.length * 8) {
      throw new IllegalArgumentException(
          "'" + text + "' needs a prefix of " + mapped + " to " + (mapped + first.length * 8));
    }
    if (!Arrays.equals(first, masked(first, prefix))) {
      throw new IllegalArgumentException(
          "'" + text + "' names an address beyond its prefix; is the prefix right?");
    }
    return new Network(first, prefix);
  }

  private static int prefix(String text, String prefix) {
    if (!prefix.matches("\\d{1,3}")) {
      throw new IllegalArgumentException("'" + text + "' has no number behind its slash");
    }
    return Integer.parseInt(prefix);
  }

  /** An address; empty where the text is none. */
  static Optional<InetAddress> address(String text) {
    if (text == null || !LITERAL.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  boolean holds(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == first.length && Arrays.equals(first, masked(bytes, prefix));
  }

  private static byte[] masked(byte[] address, int prefix) {
    byte[] masked = address.clone();
    for (int i = 0; i < masked.length; i++) {
      int bits = Math.clamp(prefix - i * 8L, 0, 8);
      masked[i] &= (byte) (0xff << (8 - bits));
    }
    return masked;
  }
}
