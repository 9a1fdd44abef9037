package dev.patchbay.webhooks;

import dev.patchbay.core.catalog.SourceEntry.Encoding;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * A text with places in braces, as {@link dev.patchbay.core.catalog.SourceEntry} describes it.
 * Thread-safe.
 */
final class Pieces {
  private sealed interface Piece {}

  private record Literal(byte[] bytes) implements Piece {}

  private record Insertion(List<Place> places, List<Pipe> pipes) implements Piece {}

  private interface Pipe {
    byte[] apply(byte[] bytes, Reading reading);
  }

  private final List<Piece> pieces;

  private Pieces(List<Piece> pieces) {
    this.pieces = pieces;
  }

  /**
   * Compiles a text; a brace that is not closed, or an unknown place or pipe, is an illegal
   * argument.
   */
  static Pieces compile(String text) {
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        throw new IllegalArgumentException("'" + text + "' has no closing }");
      }
      if (open > from) {
        pieces.add(new Literal(Bytes.utf8(text.substring(from, open))));
      }
      pieces.add(insertion(text.substring(open + 1, close)));
      from = close + 1;
    }
    if (from < text.length()) {
      pieces.add(new Literal(Bytes.utf8(text.substring(from))));
    }
    return new Pieces(pieces);
  }

  private static Insertion insertion(String text) {
    String[] steps = text.split("\\|");
    List<Place> places =
        Arrays.stream(steps[0].split("\\+")).map(String::strip).map(Place::of).toList();
    return new Insertion(
        places, Arrays.stream(steps).skip(1).map(String::strip).map(Pieces::pipe).toList());
  }

  private static Pipe pipe(String name) {
    int colon = name.indexOf(':');
    if (name.startsWith("hmac-") && colon > 0) {
      String hash = name.substring(5, colon);
      String field = name.substring(colon + 1);
      Bytes.known(hash);
      return (bytes, reading) -> {
        String key = reading.secret(field);
        return key == null || key.isEmpty()
            ? null
            : Bytes.mac(hash, Bytes.utf8(key)).doFinal(bytes);
      };
    }
    return switch (name) {
      case "md5", "sha1", "sha256", "sha384", "sha512" ->
          (bytes, _) -> Bytes.digest(name).digest(bytes);
      case "hex" -> (bytes, _) -> Bytes.utf8(Bytes.encode(bytes, Encoding.HEX));
      case "base64" -> (bytes, _) -> Bytes.utf8(Bytes.encode(bytes, Encoding.BASE64));
      case "base64url" -> (bytes, _) -> Bytes.utf8(Bytes.encode(bytes, Encoding.BASE64URL));
      case "unhex" -> (bytes, _) -> Bytes.decode(Bytes.text(bytes).strip(), Encoding.HEX);
      case "unbase64" -> (bytes, _) -> Bytes.decode(Bytes.text(bytes).strip(), Encoding.BASE64);
      case "whsec" ->
          (bytes, _) ->
              Bytes.decode(
                  Bytes.text(bytes).strip().replaceFirst("^wh(sec|pk)_", ""), Encoding.BASE64);
      case "pem" ->
          (bytes, _) ->
              Bytes.decode(
                  Bytes.text(bytes).replaceAll("-----[A-Z ]+-----|\\s", ""), Encoding.BASE64);
      case "lower" -> (bytes, _) -> Bytes.utf8(Bytes.text(bytes).toLowerCase(Locale.ROOT));
      case "crc32" -> (bytes, _) -> crc32(bytes);
      default -> throw new IllegalArgumentException("'" + name + "' is no pipe");
    };
  }

  private static byte[] crc32(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return Bytes.utf8(Long.toString(crc.getValue()));
  }

  /**
   * Feeds the bytes, piece by piece.
   *
   * @return whether every header, query parameter and secret field in it was there; a JSON or form
   *     field may be absent
   */
  boolean feed(Reading reading, Signing signing, Consumer<byte[]> sink) {
    for (Piece piece : pieces) {
      byte[] bytes =
          switch (piece) {
            case Literal literal -> literal.bytes();
            case Insertion insertion -> inserted(insertion, reading, signing);
          };
      if (bytes == null) {
        return false;
      }
      sink.accept(bytes);
    }
    return true;
  }

  /** All bytes, or null where something is missing. */
  byte[] bytes(Reading reading, Signing signing) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return feed(reading, signing, out::writeBytes) ? out.toByteArray() : null;
  }

  /** The text, or null where something is missing. */
  String text(Reading reading, Signing signing) {
    byte[] bytes = bytes(reading, signing);
    return bytes == null ? null : Bytes.text(bytes);
  }

  private static byte[] inserted(Insertion insertion, Reading reading, Signing signing) {
    byte[] bytes = joined(insertion.places(), reading, signing);
    for (Pipe pipe : insertion.pipes()) {
      bytes = bytes == null ? null : pipe.apply(bytes, reading);
    }
    return bytes;
  }

  private static byte[] joined(List<Place> places, Reading reading, Signing signing) {
    if (places.size() == 1) {
      return one(places.getFirst(), reading, signing);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Place place : places) {
      byte[] bytes = one(place, reading, signing);
      if (bytes == null) {
        return null;
      }
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] one(Place place, Reading reading, Signing signing) {
    byte[] bytes = place.bytes(reading, signing);
    boolean optional = place.kind().equals("json") || place.kind().equals("form");
    return bytes == null && optional ? new byte[0] : bytes;
  }
}
