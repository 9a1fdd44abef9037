package dev.patchbay.local.aws.iam;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.template.TemplateException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** AWS's own managed policies, as far as SAM adds them to roles: {@code managed-policies.json}. */
final class ManagedPolicies {
  private static final Map<String, Object> DOCUMENTS = read();

  private ManagedPolicies() {}

  /**
   * One by its ARN or its name.
   *
   * @throws TemplateException when the laptop does not know it
   */
  static Policy of(String arnOrName) {
    String name = arnOrName.substring(arnOrName.lastIndexOf('/') + 1);
    if (!DOCUMENTS.containsKey(name)) {
      throw new TemplateException(
          "the laptop does not know the managed policy "
              + arnOrName
              + "; write its statements out, as few of them as are needed");
    }
    return PolicyReader.read(name, PolicyReader.Kind.IDENTITY, Json.object(DOCUMENTS.get(name)));
  }

  private static Map<String, Object> read() {
    try (InputStream in = ManagedPolicies.class.getResourceAsStream("managed-policies.json")) {
      return Json.parseObject(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
