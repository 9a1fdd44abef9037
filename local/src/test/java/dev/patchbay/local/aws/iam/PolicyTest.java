package dev.patchbay.local.aws.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.aws.Arns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Decisions as AWS's page on the evaluation logic has them, and the operators as theirs. */
class PolicyTest {
  private static final String ROLE = "arn:aws:iam::000000000000:role/slack";
  private static final Principal SLACK = new Principal.Session(ROLE, "patchbay-slack");
  private static final String QUEUE = Arns.of("sqs", "inbox");
  private static final String TOPIC = Arns.of("sns", "patchbay-route-talk");
  private static final Principal SNS = new Principal.Service("sns.amazonaws.com", TOPIC);
  private static final Question SEND = Question.of(SLACK, "sqs:SendMessage", QUEUE);

  private static Map<String, Object> statement(Object... pairs) {
    Map<String, Object> statement = new HashMap<>(Map.of("Effect", "Allow", "Sid", "One"));
    for (int i = 0; i < pairs.length; i += 2) {
      statement.put((String) pairs[i], pairs[i + 1]);
    }
    return statement;
  }

  private static Policy identity(Map<String, Object> statement) {
    return PolicyReader.read(
        "test", PolicyReader.Kind.IDENTITY, Map.of("Statement", List.of(statement)));
  }

  private static Policy resource(Map<String, Object> statement) {
    return PolicyReader.read(
        "test", PolicyReader.Kind.RESOURCE, Map.of("Statement", List.of(statement)));
  }

  private static boolean allows(Question question, Policy identity) {
    return Policy.decide(question, List.of(identity), List.of()).allowed();
  }

  private static boolean lets(Question question, Policy resource) {
    return Policy.decide(question, List.of(), List.of(resource)).allowed();
  }

  @Test
  void whatNobodyAllowsIsDenied() {
    Decision decision = Policy.decide(SEND, List.of(), List.of());
    assertThat(decision.allowed()).isFalse();
    assertThat(decision.because())
        .isEqualTo("because no identity-based policy allows the sqs:SendMessage action");
    assertThat(Policy.decide(Question.of(SNS, "sqs:SendMessage", QUEUE), List.of(), List.of()))
        .extracting(Decision::because)
        .isEqualTo("because no resource-based policy allows the sqs:SendMessage action");
  }

  @Test
  void actionsHaveWildcardsAndAnyCase() {
    for (String action :
        List.of("sqs:SendMessage", "SQS:sendmessage", "sqs:Send*", "*", "sqs:*Mess?ge")) {
      assertThat(allows(SEND, identity(statement("Action", action, "Resource", QUEUE))))
          .as(action)
          .isTrue();
    }
    for (String action : List.of("sqs:ReceiveMessage", "sns:*", "sqs:Send", "sqs.SendMessage")) {
      assertThat(allows(SEND, identity(statement("Action", action, "Resource", QUEUE))))
          .as(action)
          .isFalse();
    }
  }

  @Test
  void resourcesHaveWildcardsAndOneCase() {
    for (String arn : List.of(QUEUE, "*", "arn:aws:sqs:*:*:in*", QUEUE.replace("box", "b?x"))) {
      assertThat(allows(SEND, identity(statement("Action", "sqs:*", "Resource", arn))))
          .as(arn)
          .isTrue();
    }
    for (String arn : List.of(QUEUE + "-2", QUEUE.replace("inbox", "INBOX"), "inbox", "")) {
      assertThat(allows(SEND, identity(statement("Action", "sqs:*", "Resource", arn))))
          .as(arn)
          .isFalse();
    }
  }

  @Test
  void allButSomeIsAllButThose() {
    Policy notAction = identity(statement("NotAction", "sqs:Delete*", "Resource", "*"));
    assertThat(allows(SEND, notAction)).isTrue();
    assertThat(allows(Question.of(SLACK, "sqs:DeleteQueue", QUEUE), notAction)).isFalse();
    Policy notResource = identity(statement("Action", "sqs:*", "NotResource", QUEUE));
    assertThat(allows(SEND, notResource)).isFalse();
    assertThat(allows(Question.of(SLACK, "sqs:SendMessage", QUEUE + "-2"), notResource)).isTrue();
  }

  @Test
  void aDenialWinsWhereverItStands() {
    Policy all = identity(statement("Action", "*", "Resource", "*"));
    Policy deny = identity(statement("Effect", "Deny", "Action", "sqs:*", "Resource", "*"));
    assertThat(Policy.decide(SEND, List.of(all, deny), List.of()).because())
        .isEqualTo("with an explicit deny in an identity-based policy");
    for (Object principal :
        List.of("*", Map.of("AWS", ROLE), Map.of("AWS", Arns.ACCOUNT), Map.of("AWS", "*"))) {
      Policy closed =
          resource(
              statement(
                  "Effect", "Deny", "Principal", principal, "Action", "sqs:*", "Resource", "*"));
      assertThat(Policy.decide(SEND, List.of(all), List.of(closed)).because())
          .isEqualTo("with an explicit deny in a resource-based policy");
    }
  }

  @Test
  void aResourceLetsInWhomItNamesAndLeavesItsAccountToItsOwnPolicies() {
    Map<String, Object> open = statement("Action", "sqs:*", "Resource", QUEUE);
    open.put("Principal", Map.of("AWS", ROLE));
    assertThat(lets(SEND, resource(open))).isTrue();
    open.put("Principal", Map.of("AWS", List.of("arn:aws:iam::000000000000:root")));
    assertThat(lets(SEND, resource(open))).isFalse();
    open.put("Principal", Map.of("Service", "sns.amazonaws.com"));
    assertThat(lets(SEND, resource(open))).isFalse();
    assertThat(lets(Question.of(SNS, "sqs:SendMessage", QUEUE), resource(open))).isTrue();
  }

  @Test
  void aServiceIsLetInForTheResourceItActsFor() {
    Question question = Question.of(SNS, "sqs:SendMessage", QUEUE);
    Map<String, Map<String, Object>> holds =
        Map.of(
            "ArnLike", Map.of("aws:SourceArn", Arns.of("sns", "patchbay-route-*")),
            "ArnEquals", Map.of("AWS:SOURCEARN", List.of("other", TOPIC)),
            "StringEquals", Map.of("aws:SourceAccount", Arns.ACCOUNT),
            "StringLike", Map.of("aws:SourceArn", "arn:*-talk"),
            "Bool", Map.of("aws:SecureTransport", "true"),
            "Null", Map.of("aws:PrincipalArn", "true"),
            "StringNotEquals", Map.of("aws:PrincipalArn", ROLE),
            "StringEqualsIfExists", Map.of("aws:PrincipalArn", ROLE));
    holds.forEach(
        (operator, key) ->
            assertThat(lets(question, conditional(operator, key))).as(operator).isTrue());
    Map<String, Map<String, Object>> fails =
        Map.of(
            "ArnLike", Map.of("aws:SourceArn", "arn:aws:sns:*"),
            "ArnEquals", Map.of("aws:SourceArn", Arns.of("sns", "other")),
            "ArnNotLike", Map.of("aws:SourceArn", Arns.of("sns", "*")),
            "StringEquals", Map.of("aws:SourceAccount", "111111111111"),
            "StringNotLike", Map.of("aws:SourceArn", "*"),
            "Bool", Map.of("aws:SecureTransport", "false"),
            "Null", Map.of("aws:SourceArn", "true"),
            "StringLike", Map.of("aws:PrincipalArn", "*"));
    fails.forEach(
        (operator, key) ->
            assertThat(lets(question, conditional(operator, key))).as(operator).isFalse());
  }

  private static Policy conditional(String operator, Map<String, Object> key) {
    return resource(
        statement(
            "Principal",
            Map.of("Service", "sns.amazonaws.com"),
            "Action",
            "sqs:SendMessage",
            "Resource",
            QUEUE,
            "Condition",
            Map.of(operator, key)));
  }

  @Test
  void allConditionsOfAStatementMustHold() {
    Map<String, Object> both =
        Map.of(
            "StringEquals", Map.of("aws:SourceAccount", Arns.ACCOUNT),
            "ArnEquals", Map.of("aws:SourceArn", Arns.of("sns", "other")));
    Map<String, Object> statement =
        statement("Principal", "*", "Action", "sqs:*", "Resource", "*", "Condition", both);
    assertThat(lets(Question.of(SNS, "sqs:SendMessage", QUEUE), resource(statement))).isFalse();
  }
}
