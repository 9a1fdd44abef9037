package dev.patchbay.local.lambda;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.api.Throttle;
import dev.patchbay.local.aws.Members;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a template throttles its HTTP API: {@code DefaultRouteSettings}, and {@code RouteSettings} of
 * single routes over them
 * (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html).
 */
final class ApiThrottles {
  /** What an account has where its template says nothing. */
  private static final int BURST = 5000;

  private static final int PER_SECOND = 10_000;

  private ApiThrottles() {}

  /** The throttle of a route, by its key. */
  static Function<String, Optional<Throttle>> of(
      Map<String, Object> properties, InstantSource clock) {
    Map<String, Object> usual = Members.object(properties, "DefaultRouteSettings");
    Map<String, Object> special = Members.object(properties, "RouteSettings");
    return routeKey -> {
      Map<String, Object> settings = new HashMap<>(usual);
      if (special.containsKey(routeKey)) {
        settings.putAll(Json.object(special.get(routeKey)));
      }
      int burst = (int) Members.number(settings, "ThrottlingBurstLimit", BURST);
      double rate = rate(settings.getOrDefault("ThrottlingRateLimit", PER_SECOND));
      return Optional.of(new Throttle(burst, rate, clock));
    };
  }

  private static double rate(Object rate) {
    return Double.parseDouble(rate.toString());
  }
}
