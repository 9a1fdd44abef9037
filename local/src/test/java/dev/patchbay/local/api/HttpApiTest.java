package dev.patchbay.local.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.clock.HubClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HttpApiTest {
  private static final int LARGEST_BODY = 10 * 1024 * 1024;

  private final HttpClient client = HttpClient.newHttpClient();
  private final HubClock clock = new HubClock();
  private final ApiRoutes routes = new ApiRoutes();
  private HttpApi api;

  @BeforeEach
  void open() throws Exception {
    routes.add("ANY", "/webhooks/{source}", _ -> answer());
    routes.add("GET", "/slow", _ -> sleep());
    routes.add(
        "POST",
        "/large",
        event -> {
          throw new ApiRoutes.TooLongException(event.length);
        });
    api = new HttpApi(0, routes, clock, Duration.ofMillis(300));
  }

  @AfterEach
  void close() {
    api.close();
    clock.close();
  }

  private static byte[] answer() {
    return "{\"statusCode\":202,\"body\":\"taken\"}".getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sleep() throws InterruptedException {
    Thread.sleep(Duration.ofSeconds(5));
    return answer();
  }

  private HttpResponse<String> call(String path, Consumer<HttpRequest.Builder> more)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path));
    more.accept(request);
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, int length) throws Exception {
    return call(path, it -> it.POST(HttpRequest.BodyPublishers.ofByteArray(new byte[length])));
  }

  @Test
  void takesABodyOf10MibAndNoLargerOne() throws Exception {
    assertThat(post("/webhooks/shop", LARGEST_BODY).statusCode()).isEqualTo(202);

    HttpResponse<String> refused = post("/webhooks/shop", LARGEST_BODY + 1);

    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).isEqualTo("{\"message\":\"Request Entity Too Large\"}");
  }

  @Test
  void saysThatARequestIsTooLargeForTheFunction() throws Exception {
    assertThat(post("/large", 10).statusCode()).isEqualTo(413);
  }

  @Test
  void takesAHeadOf10KibAndNoLargerOne() throws Exception {
    assertThat(call("/webhooks/shop", it -> it.header("x-long", "x".repeat(9_900))).statusCode())
        .isEqualTo(202);
    assertThat(call("/webhooks/shop", it -> it.header("x-long", "x".repeat(10_240))).statusCode())
        .isEqualTo(431);
  }

  @Test
  void waitsForAFunctionNoLongerThanItsTime() throws Exception {
    HttpResponse<String> late = call("/slow", HttpRequest.Builder::GET);

    assertThat(late.statusCode()).isEqualTo(503);
    assertThat(late.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
  }

  @Test
  void takesTheBurstAndThenTheRateOfEachRoute() throws Exception {
    routes.throttle(_ -> Optional.of(new Throttle(3, 0.5, clock)));

    for (int i = 0; i < 3; i++) {
      assertThat(post("/webhooks/shop", 1).statusCode()).isEqualTo(202);
    }
    HttpResponse<String> throttled = post("/webhooks/shop", 1);
    assertThat(throttled.statusCode()).isEqualTo(429);
    assertThat(throttled.body()).isEqualTo("{\"message\":\"Too Many Requests\"}");
    assertThat(post("/large", 10).statusCode()).as("another route").isEqualTo(413);

    clock.advance(Duration.ofSeconds(2));
    assertThat(post("/webhooks/shop", 1).statusCode()).isEqualTo(202);
    assertThat(post("/webhooks/shop", 1).statusCode()).isEqualTo(429);

    clock.advance(Duration.ofHours(1));
    for (int i = 0; i < 3; i++) {
      assertThat(post("/webhooks/shop", 1).statusCode())
          .as("no more than the burst")
          .isEqualTo(202);
    }
    assertThat(post("/webhooks/shop", 1).statusCode()).isEqualTo(429);
  }
}
