package dev.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogCheckTest {
  @TempDir private Path root;
  private Path file;

  @BeforeEach
  void startAnEntry() {
    file = new NewEntry(root).write(Kind.CONNECTOR, "acme").getFirst();
  }

  @Test
  void findsNothingWrongWithNewEntries() {
    new NewEntry(root).write(Kind.SOURCE, "acme");
    assertThat(Entry.all(root)).hasSize(2);
    assertThat(new CatalogCheck().check(root)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      textBlock =
          """
          "scheme": "hmac"    # "scheme": "hmack"           # $.signature[0].scheme # is 'hmack', which is none of hmac, digest, token, basic, ed25519, ecdsa, rsa, jwt, standard-webhooks, iam, none; did you mean 'hmac'?
          "id": "id"          # "id": "header:X-Id", "x": 1 # $.event.x             # is not known here; known: actor, id, items, severity, subject, time, title, type, types, url
          "type": "type"      # "type": "type["             # $.event.type          #
          "key": "{secret:secret}" # "separator": "-"       # $.signature[0]        # needs 'key'
          "key": "{secret:secret}" # "key": "{secret:secrt}" # $.signature[0].key   # names 'secrt', which is no field of the secret; did you mean 'secret'?
          "key": "{secret:secret}" # "key": "{secret:secret|unhexx}" # $.signature[0].key # cannot be read: 'unhexx' is no pipe; did you mean 'unhex'?
          "signed": "{body}"  # "signed": "{body}.{tiemstamp}" # $.signature[0].signed # cannot be read: 'tiemstamp' is no place; did you mean 'timestamp'?
          "at": "header:X-Signature" # "at": "header"       # $.signature[0].at     # cannot be read: 'header' needs a name, as in header:name
          """)
  void namesAFaultOfASource(String before, String after, String path, String message)
      throws IOException {
    file = new NewEntry(root).write(Kind.SOURCE, "acme").getFirst();
    replace(before, after);
    List<Fault> faults = new CatalogCheck().check(root);
    assertThat(faults).as("%s", faults).extracting(Fault::path).contains(path);
    if (message != null) {
      assertThat(faults).extracting(Fault::message).contains(message);
    }
  }

  @Test
  void wantsSamplesOfASource() throws IOException {
    List<Path> files = new NewEntry(root).write(Kind.SOURCE, "acme");
    Files.delete(files.getLast());
    assertThat(new CatalogCheck().check(root))
        .containsExactly(
            new Fault(
                "webhooks/sources/acme/entry.json",
                "$",
                "has no samples: put at least one payload of Acme into samples/"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      textBlock =
          """
          "retry": {                    # "retyr": {                     # $.retyr                       # is not known here; did you mean 'retry'?
          "examples": ["none"]          # "exmaples": ["none"]           # $.secret.properties.rate.exmaples # is not known here; did you mean 'examples'?
          "title": "Text",              # "title": 3,                    # $.parameters.properties.text.title # must be of type string, and this is number
          "summary": "Posts events to Acme as JSON.",   #                # $.summary                     # is missing
          as JSON."                     # as JSON"                       # $.summary                     # must be a sentence with a full stop at its end
          "effect": "unsafe"            # "effect": "unsave"             # $.effect                      # is 'unsave', which is none of idempotent, dedupable, unsafe; did you mean 'unsafe'?
          https://example.com/acme/api  # http://example.com/            # $.docs                        # must be an address that starts with https://, and is 'http://example.com/'
          "within": "24h"               # "within": "a day"              # $.retry.within                # is 'a day', which is no duration; write one like 30s, 15m, 24h or 14d
          "longest": "6h"               # "longest": "13h"               # $.retry.longest               # is 13h, and SQS hides a message for 12h at most
          "first": "5s"                 # "first": "7h"                  # $.retry.first                 # is longer than the longest pause
          "examples": ["none"]          # "format": "x"                  # $.secret.properties.rate.examples # is missing
          "per": "1s"                   # "per": "0s"                    # $.rate.per                    # is no time; write one like 1s
          "name": "acme"                # "name": "acne"                 # $.name                        # is 'acne', and its folder is 'acme'
          "examples": ["example-token"] # "examples": [""]               # $.secret.properties.token.examples # holds "", which does not fit its own schema: must have at least 1 characters
          "secret": true,               #                                # $.secret.properties.token     # looks like a secret; say "secret": true, or false if anyone may see it
          "text": {                     # "apiKey": {                    # $.parameters.properties.apiKey # looks like a secret, and routes are no place for one: move it to $.secret, or say "secret": false
          "required": ["token"]         # "required": ["tokn"]           # $.secret.required             # names 'tokn', which is no property; did you mean 'token'?
          "baseUrl": "https://api.example.com", #                        # $.request.baseUrl             # is missing: name the destination's address, or require baseUrl in the secret
          "outcome": "rejected",        # "outcome": "rejected", "after": "1", # $.request.outcomes[0].after # is read for throttled alone
          "path": "/v1/messages",\\n        "refuse" # "path": "/v1/**/x", "refuse" # $.sandbox.endpoints[0].path # may hold ** at its end alone
          """)
  void namesAFaultByItsPathInWords(String before, String after, String path, String message)
      throws IOException {
    replace(before.replace("\\n", "\n"), after == null ? "" : after);
    assertThat(new CatalogCheck().check(root))
        .contains(new Fault("connectors/acme/entry.json", path, message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      textBlock =
          """
          body.id                 # body.(         # $.request.receipt
          {{ delivery.id }}       # {{ delivery.id # $.request.headers.Idempotency-Key
          {{ parameters.text }}   # {{ }}          # $.request.body.text
          {{ body.error }}        # {{ ) }}        # $.request.outcomes[0].reason
          status = 400            # status =       # $.request.outcomes[0].when
          {{ title }}"            # {{ title[ }}"  # $.parameters.properties.text.default
          by {{ actor }}          # by {{ [ }}     # $.parameters.properties.text.examples
          "\\"message-\\" & number"\\n # "&"        # $.sandbox.endpoints[0].shows.receipt
          """)
  void namesAnExpressionThatDoesNotCompile(String before, String after, String path)
      throws IOException {
    replace(before.replace("\\n", "\n").replace("\\\\", "\\"), after);
    List<Fault> faults = new CatalogCheck().check(root);
    assertThat(faults).extracting(Fault::path).containsExactly(path);
    assertThat(faults.getFirst().message()).startsWith("does not compile: expression '");
  }

  @Test
  void saysWhereAFileIsNoJson() throws IOException {
    Files.writeString(file, "{\n  \"name\": acme\n}");
    List<Fault> faults = new CatalogCheck().check(root);
    assertThat(faults).hasSize(1);
    assertThat(faults.getFirst().message()).startsWith("is not well-formed JSON at line 2");
  }

  @Test
  void namesEveryFaultAtOnce() throws IOException {
    replace("\"effect\": \"unsafe\"", "\"effect\": \"x\"");
    replace("\"per\": \"1s\"", "\"per\": \"x\"");
    replace("body.id", "(");
    assertThat(new CatalogCheck().check(root))
        .extracting(Fault::path)
        .contains("$.effect", "$.rate.per", "$.request.receipt");
  }

  private void replace(String before, String after) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(before);
    Files.writeString(
        file, text.replaceFirst(Pattern.quote(before), Matcher.quoteReplacement(after)));
  }
}
