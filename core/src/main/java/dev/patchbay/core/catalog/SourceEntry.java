package dev.patchbay.core.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A source's catalog entry ({@code webhooks/sources/NAME/entry.json}). Every component is a key of
 * the entry; a key that is not known fails. How a source is added step by step stands in {@code
 * webhooks/sources/README.md}.
 *
 * <p><b>Places</b> name where a value stands in a request: {@code header:NAME} ({@code *} at the
 * end of the name for a family), {@code query:NAME}, {@code json:PATH} (dotted, numbers for array
 * items), {@code form:FIELD} (multipart fields too), {@code secret:FIELD}, {@code body}, {@code
 * url} (as the source called it), {@code url-without-query}, {@code url-with-port} and {@code
 * url-without-port} (its default port written out, or left out), {@code path}, {@code
 * path-and-query}, {@code method}, {@code timestamp} (the text at the signature's timestamp),
 * {@code sorted-form} (each form field's name and value, sorted by name, nothing between), {@code
 * expression} (the text that the signature's {@code expression} gives) and {@code now} (epoch
 * seconds).
 *
 * <p><b>Pieces</b> are texts with places in braces: {@code "v0:{timestamp}:{body}"}. Places are
 * joined with {@code +} and piped through {@code sha1}, {@code sha256}, {@code sha384}, {@code
 * sha512}, {@code md5}, {@code crc32}, {@code hmac-sha1:FIELD}, {@code hmac-sha256:FIELD} (key from
 * the secret's field, through pipes behind slashes: {@code hmac-sha1:privateKey/sha1}), {@code
 * hex}, {@code base64}, {@code base64url}, {@code unhex}, {@code unbase64}, {@code whsec} (base64
 * after an optional {@code whsec_}), {@code pem} (the bytes of a PEM text) and {@code lower}:
 * {@code "{query:challenge_code+secret:token+url|sha256|hex}"}. A digest is bytes until encoded.
 *
 * @param name folder, path of the URL and middle of {@code patchbay.NAME}
 * @param summary one sentence, at most 170 characters
 * @param docs the source's own page about its webhooks
 * @param secret JSON Schema of the secret's fields; none where nothing is to be kept
 * @param signature alternatives, tried in order; the first that holds accepts the request
 * @param handshake what is answered without making an event, in order, the first whose {@code when}
 *     holds
 * @param answers what is answered where the usual will not do
 * @param methods by which events come: POST unless said; the payload of a GET is its query
 * @param content kinds of body that the source sends; the first is taken where no content type was
 *     sent
 * @param form name of the form field that holds JSON, such as GitHub's {@code payload}; that JSON
 *     is then the payload
 * @param event how an event is read from the payload
 * @param redact dotted paths into the payload, {@code *} for any key or item; what they hold is
 *     replaced
 * @param setup steps for a person, in order; {@code {url}} stands for the webhook's URL
 */
public record SourceEntry(
    String name,
    String title,
    String summary,
    String category,
    String docs,
    ConnectorEntry.Schema secret,
    List<Signature> signature,
    List<Handshake> handshake,
    Answers answers,
    List<Method> methods,
    List<Content> content,
    String form,
    Normal event,
    List<String> redact,
    List<String> setup) {

  public SourceEntry {
    require(
        name != null && name.matches("[a-z0-9][a-z0-9-]{0,63}"), "needs a name of a-z, 0-9 and -");
    require(
        !signature.isEmpty(),
        "needs a signature; write [{\"scheme\": \"none\"}] where there is none");
    require(event != null && event.type() != null, "needs event.type");
    methods = methods.isEmpty() ? List.of(Method.POST) : methods;
    content = content.isEmpty() ? List.of(Content.JSON) : content;
    answers = answers == null ? new Answers(List.of(), Map.of()) : answers;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(what);
    }
  }

  /** An HTTP method by which events come. */
  public enum Method {
    POST,
    PUT,
    GET
  }

  /** A kind of body. {@code ANY_JSON} takes JSON whatever its content type says. */
  public enum Content {
    JSON,
    ANY_JSON,
    FORM,
    MULTIPART,
    XML,
    TEXT
  }

  /** How a request proves where it comes from. */
  public enum Scheme {
    /** A keyed digest over {@code signed}. */
    HMAC,
    /** A plain digest over {@code signed}, which then holds the secret. */
    DIGEST,
    /** The secret itself, at a place. */
    TOKEN,
    /** HTTP basic authentication: {@code key} is {@code user:password}. */
    BASIC,
    /** The public key {@code key} is 32 raw bytes. */
    ED25519,
    /** The public key {@code key} is SubjectPublicKeyInfo, DER; the signature is ASN.1. */
    ECDSA,
    /**
     * PKCS#1 v1.5; the key is {@code key} (SubjectPublicKeyInfo, DER) or comes from {@code
     * certificate}.
     */
    RSA,
    /** A compact JWS at the place whose claims bind the request. */
    JWT,
    /**
     * https://www.standardwebhooks.com: {@code at} is the prefix of its three headers, webhook or
     * svix.
     */
    STANDARD_WEBHOOKS,
    /** Delivered by AWS itself under IAM, never by a webhook. */
    IAM,
    /** Nothing proves anything. */
    NONE;

    /** Whether a request is told by something in it. */
    public boolean isChecked() {
      return this != IAM && this != NONE;
    }
  }

  /** How bytes are written as text. */
  public enum Encoding {
    HEX,
    BASE64,
    BASE64URL
  }

  /**
   * One way in which a source signs. An alternative is passed over where its {@code when} does not
   * hold, its place is empty, or the secret lacks the fields of its key.
   *
   * @param when JSONata over {@code {method, headers, query, body}}, header names in lower case;
   *     may be null
   * @param at place of the signature or token
   * @param separator between several values at the place, such as {@code ,}; each is tried
   * @param prefix pieces; before each value, and values without it are passed over: {@code
   *     sha256=}, {@code v1=}
   * @param encoding of the signature; hex unless said
   * @param hash sha1, sha256 (unless said), sha384, sha512 or md5
   * @param signed pieces: the signed content; {@code {body}} unless said
   * @param expression JSONata over what {@code when} sees, for signed content that pieces cannot
   *     say
   * @param key pieces: {@code {secret:secret}}, or with its decoding {@code {secret:key|unhex}}
   * @param timestamp when it was signed; refused as stale out of its tolerance
   * @param equals pieces that must equal pieces, such as a digest of the body in the signed URL
   * @param certificate where the certificate of an RSA key is fetched
   * @param claims of a JWT: claim to the pieces it must equal
   * @param algorithms that a JWT may name: HS256, HS384, HS512, RS256, ES256
   */
  public record Signature(
      Scheme scheme,
      String when,
      String at,
      String separator,
      String prefix,
      Encoding encoding,
      String hash,
      String signed,
      String expression,
      String key,
      Timestamp timestamp,
      Map<String, String> equals,
      Pinned certificate,
      Map<String, String> claims,
      List<String> algorithms) {
    public Signature {
      require(scheme != null, "needs a scheme");
      encoding = encoding == null ? Encoding.HEX : encoding;
      hash = hash == null ? "sha256" : hash;
      signed = signed == null ? (expression == null ? "{body}" : "{expression}") : signed;
      require(at != null || !scheme.isChecked() || scheme == Scheme.BASIC, "needs 'at'");
      require(
          key != null || certificate != null || !scheme.isChecked() || scheme == Scheme.DIGEST,
          "needs 'key'");
      require((certificate == null) || scheme == Scheme.RSA, "'certificate' belongs to scheme rsa");
      require(
          claims.isEmpty() && algorithms.isEmpty() || scheme == Scheme.JWT,
          "'claims' and 'algorithms' belong to scheme jwt");
      require(scheme != Scheme.JWT || !algorithms.isEmpty(), "needs 'algorithms'");
      // A public key taken for a shared one is the classic forgery of a JWT.
      require(
          algorithms.stream().map(one -> one.substring(0, 1)).distinct().count() < 2,
          "names algorithms of several families; give each family an alternative of its own");
    }
  }

  /**
   * When a request was signed.
   *
   * @param at place; separator and prefix as for the signature
   * @param format how it is written; seconds unless said
   * @param tolerance to both sides; {@code 5m} unless said
   */
  public record Timestamp(
      String at, String separator, String prefix, TimeFormat format, Duration tolerance) {
    public Timestamp {
      require(at != null, "needs 'at'");
      format = format == null ? TimeFormat.SECONDS : format;
      tolerance = tolerance == null ? Duration.ofMinutes(5) : tolerance;
    }
  }

  /** How a time is written; {@code HTTP} as in the Date header. */
  public enum TimeFormat {
    SECONDS,
    MILLIS,
    ISO,
    HTTP
  }

  /**
   * An address that a request names and that is called, once its host is known to be the source's.
   *
   * @param url place of the address
   * @param hosts regular expression that the host must match as a whole; the scheme must be https
   */
  public record Pinned(String url, String hosts) {
    public Pinned {
      require(url != null && hosts != null, "needs 'url' and 'hosts'");
    }
  }

  /**
   * A question of the source that is answered and makes no event.
   *
   * @param when JSONata over {@code {method, headers, query, body}}
   * @param unsigned answered before, and without, a signature; else only after it held
   * @param equals pieces that must equal pieces, in constant time, or it is refused as a bad
   *     signature
   * @param store secret field to pieces: what the source hands over to sign with from now on. It is
   *     kept only where the account's secret exists and that field is still empty; another value
   *     than the one kept is refused as a bad signature
   * @param visit an address that the source wants called, before it is answered
   * @param answer its strings are pieces
   */
  public record Handshake(
      String when,
      boolean unsigned,
      Map<String, String> equals,
      Map<String, String> store,
      Pinned visit,
      Answer answer) {
    public Handshake {
      require(when != null, "needs 'when'");
      answer = answer == null ? new Answer(200, Map.of(), null) : answer;
    }
  }

  /**
   * What is answered.
   *
   * @param body JSON, or a string for text
   */
  public record Answer(int status, Map<String, String> headers, Object body) {
    public Answer {
      status = status == 0 ? 200 : status;
    }
  }

  /**
   * What a source that sent an event is answered.
   *
   * @param when JSONata over {@code {method, headers, query, body}}; always, where it is null
   * @param body JSON, or a string for text; its strings are pieces
   */
  public record Accepted(String when, int status, Map<String, String> headers, Object body) {
    public Accepted {
      status = status == 0 ? 200 : status;
    }
  }

  /**
   * Answers out of the usual.
   *
   * @param accepted in place of 202 and the event's id; the first whose {@code when} holds
   * @param refused status by cause: unknown-source, unknown-account, no-signature, bad-signature,
   *     stale-timestamp, unsupported-content-type, unparsable-body, too-large, throttled,
   *     not-accepted
   */
  public record Answers(List<Accepted> accepted, Map<String, Integer> refused) {}

  /**
   * How an event is read. Every component but {@code types} is {@code header:NAME}, {@code
   * query:NAME} or JSONata over the payload, or one item of it, with {@code $headers} (names in
   * lower case), {@code $query}, {@code $body} (the whole payload) and {@code $type} (not in {@code
   * type} itself).
   *
   * @param items JSONata over the payload that gives the events of a batch
   * @param id the source's own id; where it gives nothing, a digest of the signed bytes
   * @param time ISO 8601, or epoch in s or ms; where it gives nothing, when it was received
   * @param severity debug, info, warning, error or critical; info where it gives nothing
   * @param types by type, or by its part before a dot: what is read otherwise for these; the
   *     longest match wins key by key. Keys within: id, time, subject, title, url, actor, severity
   */
  public record Normal(
      String items,
      String id,
      String type,
      String time,
      String subject,
      String title,
      String url,
      String actor,
      String severity,
      Map<String, Normal> types) {}
}
