package dev.patchbay.local.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * The routes of the HTTP API: a method, or ANY, and a path with {@code {name}} for a segment and
 * {@code {name+}} at its end for all that follows. Thread-safe.
 */
public final class ApiRoutes {
  /** What a route leads to: the event's bytes in, the answer's bytes out. */
  @FunctionalInterface
  public interface Integration {
    byte[] invoke(byte[] event) throws InterruptedException;
  }

  /** A request of more bytes than the function takes. */
  public static final class TooLongException extends RuntimeException {
    public TooLongException(int length) {
      super("the request's event is " + length + " bytes");
    }
  }

  /** A route that takes a request, with the values of its path's parameters. */
  record Taken(
      String routeKey,
      Map<String, String> pathParameters,
      Integration integration,
      Optional<Throttle> throttle) {}

  private record Route(String method, List<String> path, Integration integration) {
    String key() {
      return method + " /" + String.join("/", path);
    }
  }

  private final List<Route> routes = new CopyOnWriteArrayList<>();
  private final Map<String, Throttle> throttles = new ConcurrentHashMap<>();
  private volatile Function<String, Optional<Throttle>> settings = _ -> Optional.empty();

  /** Adds a route, such as {@code POST} and {@code /webhooks/{source}}. */
  public void add(String method, String path, Integration integration) {
    routes.add(new Route(method.toUpperCase(java.util.Locale.ROOT), segments(path), integration));
    List<Route> sorted = new ArrayList<>(routes);
    sorted.sort(Comparator.comparingInt(ApiRoutes::generality));
    routes.clear();
    routes.addAll(sorted);
  }

  /**
   * Says how a route is throttled, by its key such as {@code ANY /webhooks/{source}}; each has a
   * bucket of its own.
   */
  public void throttle(Function<String, Optional<Throttle>> settings) {
    this.settings = settings;
    throttles.clear();
  }

  private Optional<Throttle> throttle(String routeKey) {
    return Optional.ofNullable(
        throttles.computeIfAbsent(routeKey, key -> settings.apply(key).orElse(null)));
  }

  /**
   * API Gateway prefers the most specific route: fewer parameters, a greedy one last, ANY after a
   * named method.
   */
  private static int generality(Route route) {
    int parameters = (int) route.path.stream().filter(segment -> segment.startsWith("{")).count();
    boolean greedy = !route.path.isEmpty() && route.path.getLast().endsWith("+}");
    return parameters * 2 + (greedy ? 1000 : 0) + ("ANY".equals(route.method) ? 1 : 0);
  }

  private static List<String> segments(String path) {
    return List.of(path.replaceFirst("^/", "").split("/", -1));
  }

  Optional<Taken> take(String method, String path) {
    List<String> segments = segments(path);
    for (Route route : routes) {
      if (route.method.equals(method) || "ANY".equals(route.method)) {
        Map<String, String> parameters = match(route.path, segments);
        if (parameters != null) {
          return Optional.of(
              new Taken(route.key(), parameters, route.integration, throttle(route.key())));
        }
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> match(List<String> pattern, List<String> segments) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < pattern.size(); i++) {
      String wanted = pattern.get(i);
      if (wanted.endsWith("+}") && i < segments.size()) {
        parameters.put(name(wanted), String.join("/", segments.subList(i, segments.size())));
        return parameters;
      }
      if (i >= segments.size()) {
        return null;
      }
      if (wanted.startsWith("{") && !segments.get(i).isEmpty()) {
        parameters.put(name(wanted), segments.get(i));
      } else if (!wanted.equals(segments.get(i))) {
        return null;
      }
    }
    return pattern.size() == segments.size() ? parameters : null;
  }

  private static String name(String segment) {
    return segment.replaceAll("[{}+]", "");
  }
}
