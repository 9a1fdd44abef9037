package dev.patchbay.local.aws.secretsmanager;

import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Members;
import java.util.List;
import java.util.Map;

/**
 * A filter of ListSecrets by name: the beginnings that are wanted; {@code !} before one says not.
 */
record SecretFilter(List<String> values) {
  static SecretFilter of(Map<String, Object> in) {
    if (!"name".equals(in.get("Key"))) {
      throw new AwsException("InvalidParameterException", "the laptop lists secrets by name only");
    }
    return new SecretFilter(Members.list(in, "Values").stream().map(Object::toString).toList());
  }

  boolean passes(String name) {
    return values.stream()
        .anyMatch(
            value ->
                value.startsWith("!")
                    ? !name.startsWith(value.substring(1))
                    : name.startsWith(value));
  }
}
