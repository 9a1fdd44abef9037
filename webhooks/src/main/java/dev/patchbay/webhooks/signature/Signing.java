package dev.patchbay.webhooks.signature;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.catalog.SourceEntry.Encoding;
import dev.patchbay.core.catalog.SourceEntry.Signature;
import dev.patchbay.core.expression.Expression;
import dev.patchbay.webhooks.reading.Bytes;
import dev.patchbay.webhooks.reading.Pieces;
import dev.patchbay.webhooks.reading.PinnedUrl;
import dev.patchbay.webhooks.reading.Reading;
import dev.patchbay.webhooks.reading.SignatureParts;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One alternative of a source's signature, compiled. Thread-safe. */
final class Signing implements SignatureParts {
  /** What an alternative says about a request. */
  enum Verdict {
    ABSENT,
    BAD,
    STALE,
    HELD
  }

  private final Scheme scheme;

  /** By AWS itself, so that no webhook may claim to be it. */
  private final boolean delivered;

  private final Expression when;
  private final Expression expression;
  private final Values values;
  private final Pieces signed;
  private final Pieces key;
  private final SignedTime time;
  private final Map<Pieces, Pieces> equals = new HashMap<>();
  private final PinnedUrl certificate;
  private final Certificates certificates;
  private final String name;

  private Signing(Signature from, Certificates certificates) {
    this.name = from.scheme().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    this.scheme = scheme(from);
    this.delivered = from.scheme() == SourceEntry.Scheme.IAM;
    this.when = from.when() == null ? null : Expression.compile(from.when());
    this.expression = from.expression() == null ? null : Expression.compile(from.expression());
    this.values = from.at() == null ? null : Values.of(from.at(), from.separator(), from.prefix());
    this.signed = Pieces.compile(from.signed());
    this.key = from.key() == null ? null : Pieces.compile(from.key());
    this.time = from.timestamp() == null ? null : SignedTime.of(from.timestamp());
    from.equals().forEach((one, other) -> equals.put(Pieces.compile(one), Pieces.compile(other)));
    this.certificate = from.certificate() == null ? null : PinnedUrl.of(from.certificate());
    this.certificates = certificates;
  }

  static Signing of(Signature signature, Certificates certificates) {
    return new Signing(SignatureDefaults.complete(signature), certificates);
  }

  private static Scheme scheme(Signature from) {
    Encoding encoding = from.encoding();
    String jdk = Bytes.known(from.hash()).replace("-", "");
    return switch (from.scheme()) {
      case HMAC, STANDARD_WEBHOOKS -> new DigestScheme(from.hash(), encoding, true);
      case DIGEST -> new DigestScheme(from.hash(), encoding, false);
      case TOKEN -> new TokenScheme(false);
      case BASIC -> new TokenScheme(true);
      case ED25519 -> new PublicKeyScheme("EdDSA", "Ed25519", encoding, true);
      case ECDSA -> new PublicKeyScheme("EC", jdk + "withECDSA", encoding, false);
      case RSA -> new PublicKeyScheme("RSA", jdk + "withRSA", encoding, false);
      case JWT -> {
        Map<String, Pieces> claims = new HashMap<>();
        from.claims().forEach((claim, text) -> claims.put(claim, Pieces.compile(text)));
        yield new JwtScheme(from.algorithms(), claims);
      }
      case IAM, NONE -> null;
    };
  }

  String name() {
    return name;
  }

  Pieces signed() {
    return signed;
  }

  @Override
  public Expression expression() {
    return expression;
  }

  SignedTime time() {
    return time;
  }

  @Override
  public String timestamp(Reading reading) {
    return time == null ? null : time.text(reading);
  }

  Verdict verify(Reading reading) {
    if (when != null && !reading.holds(when)) {
      return Verdict.ABSENT;
    }
    if (scheme == null) {
      return delivered ? Verdict.ABSENT : Verdict.HELD;
    }
    List<String> given = values.read(reading);
    byte[] with = given.isEmpty() ? null : key(reading);
    if (with == null) {
      return Verdict.ABSENT;
    }
    boolean held = false;
    for (String value : given) {
      held |= scheme.verify(this, reading, with, value);
    }
    if (!held || !Pieces.equal(equals, reading, this)) {
      return Verdict.BAD;
    }
    return time == null ? Verdict.HELD : time.verdict(reading);
  }

  /** The key's bytes, or null where the secret does not hold it: an empty key must never verify. */
  private byte[] key(Reading reading) {
    if (certificate != null) {
      return certificateKey(reading);
    }
    if (key == null) {
      return new byte[1];
    }
    byte[] bytes = key.bytes(reading, this);
    return bytes == null || bytes.length == 0 ? null : bytes;
  }

  /**
   * No key at all reads as one that verifies nothing, so that the cause is a bad signature and not
   * a missing one.
   */
  private byte[] certificateKey(Reading reading) {
    // A sample is signed with no certificate at hand.
    if (certificates == null) {
      return new byte[1];
    }
    return certificate
        .in(reading)
        .flatMap(certificates::key)
        .map(PublicKey::getEncoded)
        .orElse(new byte[1]);
  }

  /** Signs a sample in place. */
  void sign(Draft draft) {
    if (scheme == null) {
      return;
    }
    if (time != null) {
      time.write(draft);
    }
    Reading reading = draft.reading();
    byte[] with = key(reading);
    if (with == null) {
      throw new IllegalStateException("the secret lacks the key of this signature");
    }
    values.write(draft, reading, scheme.sign(this, reading, with));
  }

  /** Whether a sample can be signed so: its condition holds and the secret has the key. */
  boolean fits(Draft draft) {
    Reading reading = draft.reading();
    return (when == null || reading.holds(when)) && (scheme == null || key(reading) != null);
  }
}
