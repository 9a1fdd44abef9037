package dev.patchbay.webhooks.signature;

import dev.patchbay.core.catalog.SourceEntry.Encoding;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.webhooks.reading.Bytes;
import dev.patchbay.webhooks.reading.Pieces;
import dev.patchbay.webhooks.reading.Reading;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A compact JWS (RFC 7515) whose claims bind the request. Only the algorithms that the entry names
 * are taken, never {@code none}; {@code exp} and {@code nbf} hold with one minute of leeway.
 *
 * @param claims claim to what it must equal
 */
record JwtScheme(List<String> algorithms, Map<String, Pieces> claims) implements Scheme {
  private static final long LEEWAY = 60;
  private static final List<String> KNOWN = List.of("HS256", "HS384", "HS512", "RS256", "ES256");

  JwtScheme {
    if (!KNOWN.containsAll(algorithms)) {
      throw new IllegalArgumentException("algorithms are " + KNOWN);
    }
  }

  @Override
  public boolean verify(Signing signing, Reading reading, byte[] key, String value) {
    String[] parts = value.split("\\.", -1);
    if (parts.length != 3) {
      return false;
    }
    Map<String, Object> header = object(parts[0]);
    Map<String, Object> body = object(parts[1]);
    byte[] signature = Bytes.decode(parts[2], Encoding.BASE64URL);
    return header != null
        && body != null
        && signature != null
        && header.get("alg") instanceof String algorithm
        && algorithms.contains(algorithm)
        && signed(algorithm, key, Bytes.utf8(parts[0] + "." + parts[1]), signature)
        && inTime(body, reading)
        && bound(body, signing, reading);
  }

  private static Map<String, Object> object(String part) {
    byte[] json = Bytes.decode(part, Encoding.BASE64URL);
    try {
      return json == null ? null : Json.parseObject(json);
    } catch (JsonException _) {
      return null;
    }
  }

  private static boolean signed(String algorithm, byte[] key, byte[] content, byte[] signature) {
    if (algorithm.startsWith("HS")) {
      return MessageDigest.isEqual(
          Bytes.mac("sha" + algorithm.substring(2), key).doFinal(content), signature);
    }
    try {
      Signature verifier = Signature.getInstance(jdk(algorithm));
      verifier.initVerify(
          KeyFactory.getInstance(family(algorithm)).generatePublic(new X509EncodedKeySpec(key)));
      verifier.update(content);
      return verifier.verify(signature);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static String family(String algorithm) {
    return algorithm.equals("RS256") ? "RSA" : "EC";
  }

  private static String jdk(String algorithm) {
    return algorithm.equals("RS256") ? "SHA256withRSA" : "SHA256withECDSAinP1363Format";
  }

  private static boolean inTime(Map<String, Object> body, Reading reading) {
    long now = reading.now().getEpochSecond();
    return !(body.get("exp") instanceof Number end && end.longValue() + LEEWAY < now)
        && !(body.get("nbf") instanceof Number start && start.longValue() - LEEWAY > now);
  }

  private boolean bound(Map<String, Object> body, Signing signing, Reading reading) {
    for (Map.Entry<String, Pieces> claim : claims.entrySet()) {
      byte[] wanted = claim.getValue().bytes(reading, signing);
      boolean same =
          wanted != null
              && body.get(claim.getKey()) instanceof String given
              && MessageDigest.isEqual(wanted, Bytes.utf8(given));
      if (!same) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String sign(Signing signing, Reading reading, byte[] key) {
    String algorithm = algorithms.getFirst();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("iat", reading.now().getEpochSecond());
    claims.forEach((claim, pieces) -> body.put(claim, pieces.text(reading, signing)));
    String content = part(Map.of("alg", algorithm)) + "." + part(body);
    byte[] signature =
        algorithm.startsWith("HS")
            ? Bytes.mac("sha" + algorithm.substring(2), key).doFinal(Bytes.utf8(content))
            : PublicKeyScheme.sign(reading, family(algorithm), jdk(algorithm), Bytes.utf8(content));
    return content + "." + Bytes.encode(signature, Encoding.BASE64URL);
  }

  private static String part(Map<String, Object> object) {
    return Bytes.encode(Json.writeBytes(object), Encoding.BASE64URL);
  }
}
