package dev.patchbay.core.catalog;

import java.util.List;
import java.util.Map;

/**
 * A connector's catalog entry ({@code connectors/NAME/entry.json}). Every component is a key of the
 * entry.
 *
 * @param name folder, queue, secret and key in routes
 * @param summary one sentence, at most 170 characters
 * @param docs the destination's own page
 * @param parameters JSON Schema of a delivery's parameters; a property may carry {@code escape}
 *     (see Escape) and {@code cut} (most characters of a text, which is cut there and marked)
 * @param secret JSON Schema of the secret's fields
 * @param effect what a repeated call does at the destination
 * @param onUnknown what becomes of a delivery that may have happened, unless its route says
 * @param concurrency how many instances of its function make calls side by side, from 2 (also where
 *     none is named) to 1000: Lambda's own limits of a queue's readers
 * @param wholePayload whether it sends payloads whole, so that its role may read those that the bus
 *     did not carry
 * @param deadline of one call with all that belongs to it; 25s where none is named, at least 15s,
 *     and at most what the longest time-out of a function allows
 * @param request the HTTP request of a declared connector; null where code makes it
 * @param permissions what the role of its function needs at the destination, where that is AWS
 *     itself
 * @param target where it has no function: its deliveries are targets of the route's rule; null for
 *     all others
 * @param completion how the destination tells later what became of a delivery; null where it does
 *     not
 * @param sandbox the stand-in on the laptop
 * @param setup steps for a person, in order
 */
public record ConnectorEntry(
    String name,
    String title,
    String summary,
    String category,
    String docs,
    Schema parameters,
    Schema secret,
    Effect effect,
    OnUnknown onUnknown,
    Retry retry,
    Rate rate,
    int concurrency,
    boolean wholePayload,
    java.time.Duration deadline,
    Request request,
    List<Permission> permissions,
    Target target,
    Completion completion,
    Sandbox sandbox,
    List<String> setup) {
  public ConnectorEntry {
    concurrency = concurrency == 0 ? 2 : concurrency;
    deadline = deadline == null ? java.time.Duration.ofSeconds(25) : deadline;
  }

  /**
   * Lambda's own limit (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
   */
  public static final java.time.Duration LONGEST_TIMEOUT = java.time.Duration.ofMinutes(15);

  /**
   * Time-out of its function's invocation: a call, what is asked about it before and after, and
   * some time in which calls are begun.
   */
  public java.time.Duration timeout() {
    return deadline.plusSeconds(35);
  }

  /** What a repeated call does at the destination. */
  public enum Effect {
    IDEMPOTENT,
    DEDUPABLE,
    UNSAFE
  }

  /** What becomes of a delivery whose outcome is unknown and cannot be found out. */
  public enum OnUnknown {
    RESEND,
    PARK
  }

  /**
   * How often and for how long a delivery is tried.
   *
   * @param attempts at most, throttled and misconfigured ones not counted
   * @param within age at which a delivery dies whatever its attempts
   * @param first upper bound of the first pause; {@code delivery.Pauses} says how they grow (full
   *     jitter)
   * @param longest upper bound of any pause, at most 12h (SQS's longest visibility)
   */
  public record Retry(
      int attempts,
      java.time.Duration within,
      java.time.Duration first,
      java.time.Duration longest) {
    public Retry {
      attempts = attempts == 0 ? 12 : attempts;
      within = within == null ? java.time.Duration.ofHours(24) : within;
      first = first == null ? java.time.Duration.ofSeconds(5) : first;
      longest = longest == null ? java.time.Duration.ofHours(6) : longest;
    }

    /** A destination may say what it likes, and the age limit ends every wait. */
    public java.time.Duration bounded(java.time.Duration wait) {
      return wait.isNegative()
          ? java.time.Duration.ZERO
          : wait.compareTo(within) > 0 ? within : wait;
    }
  }

  /**
   * A permission of the connector's role, on what the routes name by a parameter.
   *
   * @param sid the statement's name
   * @param action such as {@code sns:Publish}
   * @param parameter that names the resource by its ARN, written out in the route; where no route
   *     says it, the permission is not given
   * @param except in place of these ARNs: all resources but those of this pattern, for what has no
   *     ARN, such as a telephone number
   */
  public record Permission(String sid, String action, String parameter, String except) {}

  /**
   * A connector with no function. Its folder holds a {@code template.yaml} whose output {@code
   * TargetArn} the rules of routes send to.
   *
   * @param action that a rule's role needs on it
   */
  public record Target(String action) {}

  /**
   * The destination's documented rate.
   *
   * @param limit calls, or 0 for none
   * @param per in this time
   * @param key template over the parameters that names what the limit holds for, such as the
   *     channel; may be null
   * @param throttled whom the destination means when it says wait: those of the same key, also
   *     where none is named, or all
   */
  public record Rate(int limit, java.time.Duration per, String key, Throttled throttled) {
    public Rate {
      throttled = throttled == null ? Throttled.KEY : throttled;
    }

    /** Whom the destination means when it says wait. */
    public enum Throttled {
      KEY,
      ALL
    }
  }

  /**
   * A JSON Schema of an object, as far as Patchbay reads it; the rest is for the validator.
   *
   * @param properties by name, each with title, description, examples, and default or required
   */
  public record Schema(
      String type,
      Map<String, Map<String, Object>> properties,
      List<String> required,
      Object additionalProperties,
      List<Object> anyOf,
      List<Object> oneOf) {
    /** What the first of the alternatives requires, of which one and no other must hold. */
    public List<String> first() {
      return !oneOf.isEmpty()
              && oneOf.getFirst() instanceof Map<?, ?> alternative
              && alternative.get("required") instanceof List<?> required
          ? required.stream().map(String::valueOf).toList()
          : List.of();
    }

    /** Whether an object with nothing in it fits. */
    public boolean isOptional() {
      return required.isEmpty() && anyOf.isEmpty() && oneOf.isEmpty();
    }
  }

  /**
   * The request of a declared connector. Strings are templates over the event's attributes, {@code
   * event} (all of them as one object), {@code parameters}, {@code secret}, {@code delivery}
   * ({@code id}, {@code route}), {@code region} (that the function runs in) and {@code channel} (an
   * id of this sender's own).
   *
   * @param method GET, POST (also where none is named), PUT, PATCH or DELETE; or a template
   * @param baseUrl the destination's own address, where the secret names no {@code baseUrl}; null
   *     where it must. What is inserted is escaped as one piece of a host's name
   * @param path from the base URL on, with its query; what is inserted is escaped for a URL
   * @param headers what is inserted stays on one line
   * @param auth how the request shows who sends it; null where nothing does, or the address
   * @param body JSON with templates in its strings; a string that is one expression takes the
   *     value's JSON type; what is null is left out
   * @param form in place of body: form fields
   * @param redirects whether one redirect (301, 307 or 308) to the same host is followed, for what
   *     may be renamed; the log says so
   * @param compress how the body is compressed; null for not at all
   * @param batch where one request may hold several deliveries
   * @param receipt JSONata over {@code status, headers, body} of the answer, for the receipt; may
   *     be null
   * @param again JSONata over the answer: whether the request is made once more, its templates with
   *     the first answer as {@code answer}; null for never
   * @param success JSONata over the answer: what a 2xx must show to be a yes; null for anything but
   *     a web page. A 2xx that is no yes is misconfigured where it is a page, else unknown or retry
   * @param outcomes in order, the first whose {@code when} holds decides; where none holds, the
   *     status does
   * @param acknowledgement how the destination is asked whether it has stored what it took; null
   *     where it is not
   * @param publishes the event that the answer of a delivery becomes; null for none
   * @param answerWithin JSONata over what templates see: seconds for which the answer is waited
   *     for, within the deadline; null for as long as that allows
   */
  public record Request(
      String method,
      String baseUrl,
      String path,
      Map<String, String> headers,
      Auth auth,
      Object body,
      Map<String, String> form,
      boolean redirects,
      Compression compress,
      Batch batch,
      String receipt,
      String again,
      String success,
      List<OutcomeRule> outcomes,
      Acknowledgement acknowledgement,
      Publishes publishes,
      String answerWithin) {}

  /**
   * How a destination that takes something before it has stored it is asked about that: by POST, to
   * the same base URL and with the same headers, once for all calls of a batch, until it says so.
   *
   * @param when over the answer: whether there is something to ask
   * @param path template, which sees as {@code answers} those that are asked about
   * @param body as {@link Request#body()}, which sees them too
   * @param arrived JSONata over what it says, and {@code answer}: the one that it is read for
   * @param every the pause before each question
   * @param within after which the deliveries' outcome is unknown; at most 8s
   */
  public record Acknowledgement(
      String when,
      String path,
      Object body,
      String arrived,
      java.time.Duration every,
      java.time.Duration within) {}

  /** How a body is compressed. */
  public enum Compression {
    GZIP
  }

  /**
   * How a request shows who sends it. All but the type are templates over {@code secret} and {@code
   * parameters}; where the value comes to nothing, nothing is shown.
   *
   * @param value the token of {@code bearer}, the value of {@code header} and {@code query}, the
   *     {@code whsec_} secret of {@code standard-webhooks}
   * @param name of the header or of the query's parameter
   * @param username of {@code basic}; the client id of {@code oauth2}; the access key id of {@code
   *     aws}, the function's own role where there is none
   * @param password of {@code basic}; the client secret of {@code oauth2}; the secret access key of
   *     {@code aws}
   * @param tokenUrl of {@code oauth2}, where client credentials are exchanged for a token
   * @param scope of {@code oauth2}; null for none
   * @param service of {@code aws}: the name that is signed for, such as {@code es}
   * @param region of {@code aws}
   * @param of the ways of {@code each}
   */
  public record Auth(
      AuthType type,
      String value,
      String name,
      String username,
      String password,
      String tokenUrl,
      String scope,
      String service,
      String region,
      List<Auth> of) {}

  /**
   * Ways to show who sends a request. OAUTH2 is the client-credentials grant (RFC 6749, 4.4), AWS
   * is Signature Version 4, STANDARD_WEBHOOKS is https://www.standardwebhooks.com, EACH is every
   * one of several ways that the secret has something for.
   */
  public enum AuthType {
    BEARER,
    BASIC,
    HEADER,
    QUERY,
    OAUTH2,
    AWS,
    STANDARD_WEBHOOKS,
    EACH
  }

  /**
   * How several deliveries share a request: those with the same address and headers.
   *
   * @param most deliveries in a request
   * @param bytes of the body before it is compressed; 0 for no limit
   * @param within for how long the function waits for more, at most 5m; null for not at all
   * @param join how their bodies become one
   * @param into the key of an object that holds the array; null where the array is the body
   * @param items JSONata over {@code status, headers, body, count}: an array with what the answer
   *     says of each delivery, in order, which the outcomes see as {@code item}; where it is null
   *     or finds no such array, the answer is that of all
   */
  public record Batch(
      int most, int bytes, java.time.Duration within, Join join, String into, String items) {}

  /** How bodies become one. A body that is an array is so many lines, or so many elements. */
  public enum Join {
    LINES,
    ARRAY
  }

  /**
   * The event that an answer becomes; its source is the connector's name, its {@code cause} the key
   * of the event that was delivered. All but the type are JSONata over {@code status, headers,
   * body} of the answer, {@code event} and {@code parameters}.
   *
   * @param type as it is
   * @param data null for the answer's body
   */
  public record Publishes(String type, String subject, String title, String url, String data) {}

  /**
   * One reading of an answer.
   *
   * @param when JSONata over {@code status, headers, body, parameters, count, item, now}: the
   *     delivery's parameters; now in seconds; count and item where deliveries share the request
   * @param outcome delivered, retry, throttled, unknown, rejected or misconfigured
   * @param reason template over the answer; may be null
   * @param after JSONata over the answer: for how many seconds a throttled destination wants peace
   *     where it sends no Retry-After header
   */
  public record OutcomeRule(String when, String outcome, String reason, String after) {}

  /**
   * How the destination's last word on a delivery that it took comes back: as an event of a source.
   * All but {@code when} are JSONata over the event's attributes.
   *
   * @param when the events that are such a word, as a route's {@code when}
   * @param event the key of the delivery's event: {@code source/account/id}
   * @param route the delivery's route
   * @param delivery the delivery's id, as its connector was told it
   * @param receipt the receipt that the connector reported
   * @param arrived whether it arrived
   * @param reason why it did not
   */
  public record Completion(
      Map<String, Object> when,
      String event,
      String route,
      String delivery,
      String receipt,
      String arrived,
      String reason) {}

  /**
   * The stand-in of a destination on the laptop: checks what it gets and answers as the real one
   * would.
   *
   * @param inbox how the console shows what arrived
   * @param secret the fields that its own secret has beside those that every secret must have
   * @param verify the signature that calls must bear, {@code aws} or {@code standard-webhooks},
   *     over {@code secret} alone; null for none. With no access key in the secret, {@code aws}
   *     takes the keys of the laptop's own roles
   * @param refuse what every endpoint refuses, before its own refusals
   * @param throttled how the real one says that there were too many calls, over {@code {after,
   *     now}} in seconds; null for 429 with a Retry-After header
   * @param failures how the real one says that it failed, by status, over the same; where none has
   *     the status, as a load balancer before it does
   */
  public record Sandbox(
      Inbox inbox,
      List<String> secret,
      Auth verify,
      List<Refusal> refuse,
      Answer throttled,
      List<Answer> failures,
      List<Endpoint> endpoints) {}

  public enum Inbox {
    CHAT,
    SMS,
    FILE,
    LOG,
    HTTP
  }

  /**
   * One endpoint of a stand-in. Expressions are JSONata over {@code {method, path, segments, query,
   * headers, body, sent, parts, signature, secret, number, now, kept, inbox}}: segments are the
   * path's, body is parsed by its content type, sent tells of the body's bytes ({@code {size, sha1,
   * sha1Base64}}), parts are those of a multipart body ({@code {name: {filename, text, json, size,
   * sha1}}}), signature is what {@link Sandbox#verify()} found ({@code good}, {@code missing},
   * {@code stale} or {@code wrong}), number counts this connector's accepted calls, kept is what
   * was recalled, and inbox, for a GET, holds what was shown of late ({@code {number, at, to, from,
   * name, text, receipt}}, newest first, at in seconds).
   *
   * @param path with {@code *} for one segment and {@code **} at the end for any
   * @param recalls by name in {@code kept}, the key of what an earlier call left; absent there
   *     where none did
   * @param refuse in order, the first whose {@code when} holds is the answer
   * @param answer where nothing was refused
   * @param remembers what an accepted call leaves for later ones
   * @param shows what the inbox shows; null for a call that shows nothing
   */
  public record Endpoint(
      String method,
      String path,
      Map<String, String> recalls,
      List<Refusal> refuse,
      Answer answer,
      List<Memory> remembers,
      Shows shows) {}

  /**
   * Something that a stand-in keeps. Both are expressions.
   *
   * @param key in place of what had the same one before
   */
  public record Memory(String key, String value) {}

  /**
   * A refusal.
   *
   * @param shows what the inbox shows of a call that was refused in part: where the text is an
   *     array, a line for each; null for nothing
   */
  public record Refusal(
      String when, int status, Map<String, String> headers, Object body, Shows shows) {}

  /** An answer; its strings are templates over the same input, as in {@link Request#body()}. */
  public record Answer(int status, Map<String, String> headers, Object body) {}

  /**
   * A line of the inbox. All are expressions, which see the body of the answer as {@code answer}.
   *
   * @param receipt equal to the one the connector reports, so that the console can join them
   */
  public record Shows(String to, String from, String text, String name, String receipt) {}
}
