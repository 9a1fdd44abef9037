package dev.patchbay.local.aws.sns;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.local.aws.AwsException;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.event.ruler.Ruler;

/**
 * Which publications a subscription takes
 * (https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html).
 *
 * @param policy JSON, or null for all
 * @param ofBody whether it looks at the message, not at its attributes
 */
record FilterPolicy(String policy, boolean ofBody) {
  static final FilterPolicy ALL = new FilterPolicy(null, false);

  FilterPolicy {
    if (policy != null) {
      try {
        Ruler.matchesRule("{}", policy);
      } catch (Exception e) { // what event-ruler declares
        throw new AwsException(
            "InvalidParameter", "Invalid parameter: FilterPolicy: " + e.getMessage());
      }
    }
  }

  boolean takes(Topics.Publication publication) {
    if (policy == null) {
      return true;
    }
    try {
      String subject =
          ofBody ? Json.write(Json.parseObject(publication.message())) : attributes(publication);
      return Ruler.matchesRule(subject, policy);
    } catch (JsonException e) {
      return false; // a message that is no JSON object matches no policy over it
    } catch (Exception e) { // what event-ruler declares
      throw new IllegalStateException("a policy that was compiled before fails", e);
    }
  }

  private static String attributes(Topics.Publication publication) {
    Map<String, Object> values = new LinkedHashMap<>();
    publication
        .attributes()
        .forEach(
            (name, value) -> {
              Map<String, Object> attribute = Json.object(value);
              String type = String.valueOf(attribute.get("DataType"));
              Object text = attribute.get("StringValue");
              boolean parsed = "String.Array".equals(type) || "Number".equals(type);
              values.put(name, parsed ? Json.parse(String.valueOf(text)) : text);
            });
    return Json.write(values);
  }
}
