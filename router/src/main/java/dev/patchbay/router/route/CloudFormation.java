package dev.patchbay.router.route;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The words of a CloudFormation template; maps keep their order, so that the same routes give the
 * same text.
 */
public final class CloudFormation {
  private CloudFormation() {}

  /** A resource of this type. */
  public static Map<String, Object> resource(String type, Map<String, Object> properties) {
    return ordered("Type", type, "Properties", properties);
  }

  /**
   * A map in the order of its keys as they are given.
   *
   * @param pairs a key and its value in turn
   */
  public static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /** A parameter, or the name of a resource. */
  public static Map<String, Object> ref(String name) {
    return Map.of("Ref", name);
  }

  /** A text with {@code ${…}} in it. */
  public static Map<String, Object> sub(String text) {
    return Map.of("Fn::Sub", text);
  }

  /** A policy of these statements. */
  public static Map<String, Object> policy(List<?> statements) {
    return ordered("Version", "2012-10-17", "Statement", statements);
  }

  /** The logical id of a connector's stack. */
  public static String stackOf(String connector) {
    return camel(connector) + "Connector";
  }

  /** {@code failed-deploys} as {@code FailedDeploys}: logical ids take letters and digits alone. */
  public static String camel(String name) {
    StringBuilder camel = new StringBuilder();
    for (String part : name.split("-")) {
      camel.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
    }
    return camel.toString();
  }
}
