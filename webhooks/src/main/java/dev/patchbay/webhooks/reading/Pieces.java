package dev.patchbay.webhooks.reading;

import dev.patchbay.core.catalog.PieceSyntax;
import dev.patchbay.core.catalog.SourceEntry.Encoding;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * A text with places in braces, as {@link dev.patchbay.core.catalog.SourceEntry} describes it.
 * Thread-safe.
 */
public final class Pieces {
  private interface Piece {
    /** Null where something is missing. */
    byte[] bytes(Reading reading, SignatureParts signature);
  }

  private record Insertion(List<Place> places, List<Pipe> pipes) implements Piece {
    @Override
    public byte[] bytes(Reading reading, SignatureParts signature) {
      byte[] bytes = joined(places, reading, signature);
      for (Pipe pipe : pipes) {
        bytes = bytes == null ? null : pipe.apply(bytes, reading);
      }
      return bytes;
    }
  }

  private interface Pipe {
    byte[] apply(byte[] bytes, Reading reading);
  }

  private final List<Piece> pieces;

  private Pieces(List<Piece> pieces) {
    this.pieces = pieces;
  }

  /** Compiles a text; illegal arguments are those of {@link PieceSyntax#parse}. */
  public static Pieces compile(String text) {
    return new Pieces(PieceSyntax.parse(text).stream().map(Pieces::piece).toList());
  }

  private static Piece piece(PieceSyntax.Part part) {
    if (part instanceof PieceSyntax.Insertion insertion) {
      return new Insertion(
          insertion.places().stream().map(Place::of).toList(),
          insertion.pipes().stream().map(Pieces::pipe).toList());
    }
    byte[] literal = Bytes.utf8(((PieceSyntax.Literal) part).text());
    return (_, _) -> literal;
  }

  private static Pipe pipe(PieceSyntax.Pipe from) {
    String name = from.name();
    return switch (name) {
      case "md5", "sha1", "sha256", "sha384", "sha512" ->
          (bytes, _) -> Bytes.digest(name).digest(bytes);
      case "crc32" -> (bytes, _) -> crc32(bytes);
      case "hex" -> (bytes, _) -> Bytes.utf8(Bytes.encode(bytes, Encoding.HEX));
      case "base64" -> (bytes, _) -> Bytes.utf8(Bytes.encode(bytes, Encoding.BASE64));
      case "base64url" -> (bytes, _) -> Bytes.utf8(Bytes.encode(bytes, Encoding.BASE64URL));
      case "unhex" -> (bytes, _) -> Bytes.decode(Bytes.text(bytes).strip(), Encoding.HEX);
      case "unbase64" -> (bytes, _) -> Bytes.decode(Bytes.text(bytes).strip(), Encoding.BASE64);
      case "whsec" -> (bytes, _) -> unprefixed(bytes, "^wh(sec|pk)_");
      case "pem" -> (bytes, _) -> unprefixed(bytes, "-----[A-Z ]+-----|\\s");
      case "lower" -> (bytes, _) -> Bytes.utf8(Bytes.text(bytes).toLowerCase(Locale.ROOT));
      default -> keyed(name.substring("hmac-".length()), from);
    };
  }

  private static byte[] unprefixed(byte[] bytes, String armour) {
    return Bytes.decode(Bytes.text(bytes).strip().replaceAll(armour, ""), Encoding.BASE64);
  }

  private static Pipe keyed(String hash, PieceSyntax.Pipe from) {
    List<Pipe> decoding = from.key().stream().map(Pieces::pipe).toList();
    return (bytes, reading) -> {
      String text = reading.secret(from.field());
      byte[] key = text == null || text.isEmpty() ? null : Bytes.utf8(text);
      for (Pipe pipe : decoding) {
        key = key == null ? null : pipe.apply(key, reading);
      }
      return key == null ? null : Bytes.mac(hash, key).doFinal(bytes);
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
  public boolean feed(Reading reading, SignatureParts signature, Consumer<byte[]> sink) {
    for (Piece piece : pieces) {
      byte[] bytes = piece.bytes(reading, signature);
      if (bytes == null) {
        return false;
      }
      sink.accept(bytes);
    }
    return true;
  }

  /** All bytes, or null where something is missing. */
  public byte[] bytes(Reading reading, SignatureParts signature) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return feed(reading, signature, out::writeBytes) ? out.toByteArray() : null;
  }

  /** The text, or null where something is missing. */
  public String text(Reading reading, SignatureParts signature) {
    byte[] bytes = bytes(reading, signature);
    return bytes == null ? null : Bytes.text(bytes);
  }

  /** Whether each pair is there and the same, in constant time; nothing equals nothing never. */
  public static boolean equal(
      Map<Pieces, Pieces> pairs, Reading reading, SignatureParts signature) {
    for (Map.Entry<Pieces, Pieces> pair : pairs.entrySet()) {
      byte[] one = pair.getKey().bytes(reading, signature);
      byte[] other = pair.getValue().bytes(reading, signature);
      if (one == null || other == null || other.length == 0 || !MessageDigest.isEqual(one, other)) {
        return false;
      }
    }
    return true;
  }

  private static byte[] joined(List<Place> places, Reading reading, SignatureParts signature) {
    if (places.size() == 1) {
      return one(places.getFirst(), reading, signature);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Place place : places) {
      byte[] bytes = one(place, reading, signature);
      if (bytes == null) {
        return null;
      }
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] one(Place place, Reading reading, SignatureParts signature) {
    byte[] bytes = place.bytes(reading, signature);
    boolean optional = place.kind().equals("json") || place.kind().equals("form");
    return bytes == null && optional ? new byte[0] : bytes;
  }
}
