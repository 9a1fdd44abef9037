package dev.patchbay.connectors.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Assumptions;

/**
 * AWS as moto plays it (http://docs.getmoto.org/en/latest/docs/server_mode.html), in a process of
 * its own; a test without it is skipped.
 */
public final class MotoServer implements AutoCloseable {
  private final Process process;
  private final int port;

  private MotoServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** One that listens on return. */
  public static MotoServer start() throws InterruptedException, IOException {
    int port = freePort();
    Process process = null;
    try {
      process =
          new ProcessBuilder("moto_server", "-p", Integer.toString(port))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      Assumptions.abort("moto_server is not installed");
    }
    for (int i = 0; i < 600 && process.isAlive() && !listens(port); i++) {
      Thread.sleep(100);
    }
    return new MotoServer(process, port);
  }

  /** Its address, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean listens(int port) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
