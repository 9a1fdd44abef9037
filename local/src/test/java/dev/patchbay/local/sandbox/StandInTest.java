package dev.patchbay.local.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Records;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandInTest {
  private static final ConnectorEntry ENTRY =
      Records.bind(
          Json.parseObject(
              """
              {"name": "shelf", "sandbox": {
                "inbox": "file",
                "refuse": [{"when": "headers.key != 'open'", "status": 401}],
                "endpoints": [
                  {"method": "POST", "path": "/things",
                   "recalls": {"taken": "'thing/' & body.name", "shelf": "'shelf/' & kept.taken.shelf"},
                   "refuse": [{"when": "$exists(kept.taken)", "status": 409,
                               "body": {"on": "{{ kept.taken.shelf }}", "with": "{{ kept.shelf }}"}}],
                   "answer": {"status": 201},
                   "remembers": [
                     {"key": "'thing/' & body.name", "value": "{'shelf': 'top', 'bytes': sent.size}"},
                     {"key": "'shelf/top'", "value": "body.name"}]},
                  {"method": "POST", "path": "/parts", "answer": {"status": 200,
                   "body": "{{ parts.a.json.b & parts.f.text & $string($exists(parts.f.json)) }}"}}]}}\
              """),
          ConnectorEntry.class);

  private final Map<String, Object> memory = new HashMap<>();
  private final StandIn standIn =
      new StandIn(
          ENTRY,
          new StandIn.Memory() {
            @Override
            public Optional<Object> recall(String key) {
              return Optional.ofNullable(memory.get(key));
            }

            @Override
            public void remember(String key, Object value) {
              memory.put(key, value);
            }
          },
          Optional.empty());

  private StandIn.Reply post(String path, String type, String body, String key) {
    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put("content-type", type);
    headers.put("key", key);
    return standIn
        .reply(StandIn.input("POST", path, null, headers, body.getBytes(StandardCharsets.UTF_8)))
        .orElseThrow();
  }

  private StandIn.Reply make(String key) {
    return post("/things", "application/json", "{\"name\": \"cup\"}", key);
  }

  @Test
  void knowsWhatAnEarlierCallMade() {
    assertThat(make("open").status()).isEqualTo(201);
    assertThat(memory.get("thing/cup")).isEqualTo(Map.of("shelf", "top", "bytes", 15));
    StandIn.Reply again = make("open");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body()).isEqualTo(Map.of("on", "top", "with", "cup"));
  }

  @Test
  void remembersNothingOfWhatItRefuses() {
    assertThat(make("shut").status()).isEqualTo(401);
    assertThat(memory).isEmpty();
  }

  @Test
  void readsTheJsonOfAPartThatIsNoFile() {
    String parts =
        """
        --x\r
        Content-Disposition: form-data; name="a"\r
        \r
        {"b": 1}\r
        --x\r
        Content-Disposition: form-data; name="f"; filename="c"\r
        \r
        {"d": 2}\r
        --x--\r
        """;
    StandIn.Reply reply = post("/parts", "multipart/form-data; boundary=x", parts, "open");
    assertThat(reply.body()).isEqualTo("1{\"d\": 2}false");
  }
}
