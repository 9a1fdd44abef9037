package dev.patchbay.core.trace;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * X-Ray's daemon, which Lambda runs beside each function. It takes OpenTelemetry's spans in
 * datagrams, in the form in which AWS's own distribution sends them: a header, the mark of recorded
 * traces, and the request in base64
 * (https://github.com/aws-observability/aws-otel-java-instrumentation/tree/main/exporters/aws-distro-opentelemetry-xray-udp-span-exporter).
 * Thread-safe.
 */
final class Daemon {
  private static final String MARK = "{\"format\":\"json\",\"version\":1}\nT1S";

  /** What a datagram of IPv4 holds. */
  private static final int MOST_BYTES = 65_507;

  private final InetSocketAddress address;
  private DatagramSocket socket;

  Daemon(InetSocketAddress address) {
    this.address = address;
  }

  /**
   * Reads an address as Lambda's {@code AWS_XRAY_DAEMON_ADDRESS} has it: {@code HOST:PORT}, or
   * {@code tcp:HOST:PORT udp:HOST:PORT}. Empty where it is none.
   */
  static Optional<Daemon> at(String address) {
    for (String part : address.split(" ")) {
      String[] place = part.replaceFirst("^udp:", "").split(":");
      if (place.length == 2 && place[1].matches("\\d{1,5}")) {
        return Optional.of(
            new Daemon(InetSocketAddress.createUnresolved(place[0], Integer.parseInt(place[1]))));
      }
    }
    return Optional.empty();
  }

  /** Sends a request and forgets it: a span that is lost is not worth a delivery. */
  void send(byte[] request) {
    byte[] packet =
        (MARK + Base64.getEncoder().encodeToString(request)).getBytes(StandardCharsets.US_ASCII);
    if (packet.length > MOST_BYTES) {
      return;
    }
    try {
      socket()
          .send(
              new DatagramPacket(
                  packet,
                  packet.length,
                  new InetSocketAddress(address.getHostString(), address.getPort())));
    } catch (IOException | IllegalArgumentException _) {
      // Nobody listens, or the name is not known: see above.
    }
  }

  /** Opened by the first span, since a snapshot must hold no open socket. */
  private synchronized DatagramSocket socket() throws IOException {
    if (socket == null) {
      socket = new DatagramSocket();
    }
    return socket;
  }
}
