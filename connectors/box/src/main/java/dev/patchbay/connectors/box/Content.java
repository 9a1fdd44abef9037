package dev.patchbay.connectors.box;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What becomes a file: bytes in memory, or a file that was fetched. Readable any number of times.
 */
sealed interface Content extends AutoCloseable {
  long size();

  /** In hex: what Box tells of a file, and wants in its header Content-MD5. */
  String sha1();

  InputStream from(long offset);

  @Override
  default void close() {}

  static Content of(byte[] bytes) {
    return new Held(bytes, HexFormat.of().formatHex(digest().digest(bytes)));
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /** Bytes in memory. */
  record Held(byte[] bytes, String sha1) implements Content {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream from(long offset) {
      int start = Math.toIntExact(offset);
      return new ByteArrayInputStream(bytes, start, bytes.length - start);
    }
  }

  /** A temporary file, gone once the content is closed. */
  record Stored(Path file, long size, String sha1) implements Content {
    @Override
    public InputStream from(long offset) {
      try {
        InputStream in = Files.newInputStream(file);
        in.skipNBytes(offset);
        return in;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
