package dev.patchbay.connectors.box;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.Dns;

/**
 * Resolves hosts to addresses of the internet only. The client connects to what this returns, so
 * that a name cannot mean one address when it is checked and another when it is used. Thread-safe.
 */
record PublicDns(Dns dns) implements Dns {
  /** A host inside of a network, where a payload may not lead. */
  static final class Inside extends UnknownHostException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    List<InetAddress> addresses = dns.lookup(host);
    if (!addresses.stream().allMatch(PublicDns::isPublic)) {
      throw new Inside();
    }
    return addresses;
  }

  /**
   * Whether an address is of the internet (RFC 6890, and the registries of special addresses that
   * IANA keeps by it).
   */
  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    return address instanceof Inet6Address ? isGlobalUnicast(bytes) : isPublic(bytes);
  }

  private static boolean isPublic(byte[] v4) {
    int first = v4[0] & 0xff;
    int second = v4[1] & 0xff;
    int third = v4[2] & 0xff;
    return switch (first) {
      case 0 -> false;
      case 100 -> second < 64 || second > 127; // shared by a carrier's customers
      case 192 -> !(second == 0 && (third == 0 || third == 2)) && !(second == 88 && third == 99);
      case 198 -> second != 18 && second != 19 && !(second == 51 && third == 100);
      case 203 -> !(second == 0 && third == 113);
      default -> first < 224;
    };
  }

  /** Within 2000::/3, without the prefixes that hold an IPv4 address or stand in documents. */
  private static boolean isGlobalUnicast(byte[] v6) {
    int first = (v6[0] & 0xff) << 8 | v6[1] & 0xff;
    int second = (v6[2] & 0xff) << 8 | v6[3] & 0xff;
    boolean teredo = first == 0x2001 && second == 0;
    boolean documents = first == 0x2001 && second == 0xdb8 || first == 0x3fff;
    boolean sixToFour = first == 0x2002;
    return first >>> 13 == 1 && !teredo && !documents && !sixToFour;
  }
}
