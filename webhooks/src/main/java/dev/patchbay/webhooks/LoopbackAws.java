package dev.patchbay.webhooks;

import dev.patchbay.core.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Answers on loopback what a webhook asks of AWS, for {@link Priming}: a bus that takes everything,
 * a secret that is public, credentials of nobody. It closes each connection with its answer, so
 * that none is left open in a snapshot.
 */
final class LoopbackAws implements AutoCloseable {
  /** Of every account of every source. */
  static final String SECRET = "priming";

  /** Of credentials that nobody keeps. */
  private static final Instant EXPIRATION = Instant.parse("2100-01-01T00:00:00Z");

  private record Answer(int status, Map<String, Object> body) {}

  private final ServerSocket server;

  private LoopbackAws(ServerSocket server) {
    this.server = server;
  }

  static LoopbackAws start() throws IOException {
    LoopbackAws started = new LoopbackAws(new ServerSocket(0, 8, InetAddress.getLoopbackAddress()));
    Thread.ofPlatform().daemon().name("priming").start(started::serve);
    return started;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        exchange(socket.getInputStream(), socket.getOutputStream());
      } catch (IOException _) { // closed, or a caller that gave up: it says so itself
      }
    }
  }

  private static void exchange(InputStream socket, OutputStream out) throws IOException {
    InputStream in = new BufferedInputStream(socket);
    String target = "";
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String lower = line.toLowerCase(Locale.ROOT);
      String value = line.substring(line.indexOf(':') + 1).strip();
      if (lower.startsWith("x-amz-target:")) {
        target = value;
      }
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(value);
      }
    }
    in.readNBytes(length);
    Answer answer = answer(target);
    byte[] body = Json.writeBytes(answer.body());
    String head =
        "HTTP/1.1 %d Priming\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: %d\r\n"
            + "x-amzn-RequestId: priming\r\nConnection: close\r\n\r\n";
    out.write(head.formatted(answer.status(), body.length).getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("no whole request");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private static Answer answer(String target) {
    return switch (target) {
      case "AWSEvents.PutEvents" ->
          new Answer(
              200, Map.of("FailedEntryCount", 0, "Entries", List.of(Map.of("EventId", "priming"))));
      case "secretsmanager.GetSecretValue" ->
          new Answer(
              200,
              Map.of(
                  "Name",
                  "priming",
                  "VersionId",
                  "priming",
                  "SecretString",
                  Json.write(Map.of("secret", SECRET)),
                  "VersionStages",
                  List.of("AWSCURRENT")));
      default -> // credentials, as Lambda's own endpoint gives them under SnapStart
          new Answer(
              200,
              Map.of(
                  "AccessKeyId", "priming",
                  "SecretAccessKey", "priming",
                  "Token", "priming",
                  "Expiration", EXPIRATION.toString()));
    };
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
