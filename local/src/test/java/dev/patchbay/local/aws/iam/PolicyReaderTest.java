package dev.patchbay.local.aws.iam;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.local.template.TemplateException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the laptop could not honour is named, and not passed over. */
class PolicyReaderTest {
  private static void refuses(PolicyReader.Kind kind, Map<String, Object> change, String... words) {
    Map<String, Object> statement =
        new HashMap<>(Map.of("Sid", "Odd", "Effect", "Allow", "Action", "sqs:*", "Resource", "*"));
    if (kind == PolicyReader.Kind.RESOURCE) {
      statement.put("Principal", "*");
    }
    statement.putAll(change);
    assertThatThrownBy(() -> PolicyReader.read("queue", kind, Map.of("Statement", statement)))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("the policy queue")
        .hasMessageContaining("Odd")
        .satisfies(e -> List.of(words).forEach(word -> has(e, word)));
  }

  private static void has(Throwable e, String word) {
    org.assertj.core.api.Assertions.assertThat(e).hasMessageContaining(word);
  }

  @Test
  void namesAConditionThatItDoesNotKnow() {
    refuses(
        PolicyReader.Kind.IDENTITY,
        Map.of("Condition", Map.of("IpAddress", Map.of("aws:SourceIp", "10.0.0.0/8"))),
        "IpAddress",
        "aws:SourceIp");
    refuses(
        PolicyReader.Kind.IDENTITY,
        Map.of(
            "Condition",
            Map.of("ForAllValues:StringEquals", Map.of("dynamodb:LeadingKeys", "mine"))),
        "ForAllValues:StringEquals",
        "dynamodb:LeadingKeys");
    refuses(
        PolicyReader.Kind.RESOURCE,
        Map.of("Condition", Map.of("StringEquals", Map.of("aws:PrincipalOrgID", "o-1"))),
        "aws:PrincipalOrgID");
  }

  @Test
  void namesElementsPrincipalsAndVariablesThatItDoesNotKnow() {
    refuses(PolicyReader.Kind.RESOURCE, Map.of("NotPrincipal", "*"), "NotPrincipal");
    refuses(
        PolicyReader.Kind.RESOURCE, Map.of("Principal", Map.of("Federated", "x")), "Principals");
    refuses(
        PolicyReader.Kind.IDENTITY,
        Map.of("Resource", "arn:aws:s3:::bucket/${aws:username}"),
        "policy variables");
  }

  @Test
  void namesWhatIsMissingOrTooMuch() {
    refuses(PolicyReader.Kind.IDENTITY, Map.of("Effect", "Permit"), "Effect");
    refuses(PolicyReader.Kind.IDENTITY, Map.of("NotAction", "sqs:*"), "Action");
    refuses(PolicyReader.Kind.IDENTITY, Map.of("NotResource", "*"), "Resource");
    refuses(PolicyReader.Kind.IDENTITY, Map.of("Principal", "*"), "Principal");
    assertThatThrownBy(() -> PolicyReader.read("empty", PolicyReader.Kind.IDENTITY, Map.of()))
        .hasMessageContaining("no Statement");
  }

  @Test
  void namesAManagedPolicyThatItDoesNotKnow() {
    assertThatThrownBy(() -> ManagedPolicies.of("arn:aws:iam::aws:policy/AdministratorAccess"))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("AdministratorAccess");
  }
}
