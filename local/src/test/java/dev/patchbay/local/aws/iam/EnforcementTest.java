package dev.patchbay.local.aws.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.LocalAws;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A function's calls by AWS's own clients, signed with its key. */
class EnforcementTest {
  private static final String NO = " because no identity-based policy allows the ";

  @TempDir Path folder;
  private LocalAws aws;
  private AccessKey key;
  private final List<Map<String, Object>> statements = new ArrayList<>();

  @BeforeEach
  void open() {
    aws = new LocalAws(folder, true);
    aws.create("AWS::SQS::Queue", "Inbox", Map.of("QueueName", "inbox"));
    aws.create("AWS::SNS::Topic", "Topic", Map.of("TopicName", "topic"));
    aws.create("AWS::S3::Bucket", "Bucket", Map.of("BucketName", "bucket"));
    aws.create(
        "AWS::DynamoDB::Table",
        "Table",
        Map.of(
            "TableName", "ledger",
            "AttributeDefinitions", List.of(Map.of("AttributeName", "pk", "AttributeType", "S")),
            "KeySchema", List.of(Map.of("AttributeName", "pk", "KeyType", "HASH"))));
    allow("sqs:ReceiveMessage", Arns.of("sqs", "inbox"));
  }

  @AfterEach
  void close() {
    aws.close();
  }

  /** Gives the role one more statement, and a key. */
  private void allow(String action, String resource) {
    statements.add(Map.of("Effect", "Allow", "Action", action, "Resource", resource));
    Map<String, Object> trust =
        Map.of(
            "Effect", "Allow",
            "Principal", Map.of("Service", "lambda.amazonaws.com"),
            "Action", "sts:AssumeRole");
    String role =
        aws.create(
                "AWS::IAM::Role",
                "Role",
                Map.of(
                    "RoleName", "slack",
                    "AssumeRolePolicyDocument", Map.of("Statement", trust),
                    "Policies",
                        List.of(
                            Map.of(
                                "PolicyName",
                                "slack",
                                "PolicyDocument",
                                Map.of("Statement", List.copyOf(statements))))))
            .attributes()
            .get("Arn");
    key = aws.permissions.keyOf(aws.permissions.session(role, "patchbay-slack"));
  }

  private <B extends AwsClientBuilder<B, C>, C> C client(B builder, String secret, String token) {
    return builder
        .endpointOverride(aws.uri())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsSessionCredentials.create(key.id(), secret, token)))
        .build();
  }

  private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return client(builder, key.secret(), key.token());
  }

  private S3Client s3() {
    return client(S3Client.builder().forcePathStyle(true));
  }

  private String url() {
    return aws.uri() + "/" + Arns.ACCOUNT + "/inbox";
  }

  private static void refused(
      Runnable call, int status, String code, String action, String resource) {
    AwsServiceException e = catchThrowableOfType(AwsServiceException.class, call::run);
    assertThat(e).as("the refusal of " + action).isNotNull();
    assertThat(e.statusCode()).isEqualTo(status);
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(e.awsErrorDetails().errorMessage())
        .isEqualTo(
            "User: arn:aws:sts::000000000000:assumed-role/slack/patchbay-slack is not authorized"
                + " to perform: "
                + action
                + " on resource: "
                + resource
                + NO
                + action
                + " action");
  }

  @Test
  void doesWhatItsRoleAllows() {
    allow("sqs:SendMessage", Arns.of("sqs", "inbox"));
    allow("events:PutEvents", Arns.of("events", "event-bus/default"));
    allow("dynamodb:UpdateItem", Arns.of("dynamodb", "table/ledger"));
    allow("s3:PutObject", "arn:aws:s3:::bucket/*");
    allow("s3:GetObject", "arn:aws:s3:::bucket/*");
    try (SqsClient sqs = client(SqsClient.builder());
        EventBridgeClient events = client(EventBridgeClient.builder());
        DynamoDbClient dynamo = client(DynamoDbClient.builder());
        S3Client s3 = s3()) {
      sqs.sendMessage(send -> send.queueUrl(url()).messageBody("héllo  <&>"));
      assertThat(sqs.receiveMessage(it -> it.queueUrl(url())).messages()).hasSize(1);
      PutEventsRequestEntry entry =
          PutEventsRequestEntry.builder().source("s").detailType("t").detail("{}").build();
      assertThat(events.putEvents(put -> put.entries(entry)).failedEntryCount()).isZero();
      dynamo.updateItem(
          update -> update.tableName("ledger").key(Map.of("pk", AttributeValue.fromS("1"))));
      String name = "a b/c+d~é*(1)=%2F?.json";
      s3.putObject(put -> put.bucket("bucket").key(name), RequestBody.fromString("payload"));
      assertThat(s3.getObjectAsBytes(get -> get.bucket("bucket").key(name)).asUtf8String())
          .isEqualTo("payload");
    }
  }

  @Test
  void isRefusedAllElseInEachServicesOwnWords() {
    String inbox = Arns.of("sqs", "inbox");
    try (SqsClient sqs = client(SqsClient.builder());
        SnsClient sns = client(SnsClient.builder());
        EventBridgeClient events = client(EventBridgeClient.builder());
        DynamoDbClient dynamo = client(DynamoDbClient.builder());
        SecretsManagerClient secrets = client(SecretsManagerClient.builder());
        S3Client s3 = s3()) {
      refused(
          () -> sqs.sendMessage(send -> send.queueUrl(url()).messageBody("1")),
          403,
          "AccessDenied",
          "sqs:sendmessage",
          inbox);
      refused(
          () -> sqs.deleteMessageBatch(it -> it.queueUrl(url()).entries(List.of())),
          403,
          "AccessDenied",
          "sqs:deletemessage",
          inbox);
      refused(
          () -> sns.publish(publish -> publish.topicArn(Arns.of("sns", "topic")).message("1")),
          403,
          "AuthorizationError",
          "SNS:Publish",
          Arns.of("sns", "topic"));
      PutEventsRequestEntry entry =
          PutEventsRequestEntry.builder().source("s").detailType("t").detail("{}").build();
      refused(
          () -> events.putEvents(put -> put.entries(entry)),
          400,
          "AccessDeniedException",
          "events:PutEvents",
          Arns.of("events", "event-bus/default"));
      refused(
          () -> dynamo.scan(scan -> scan.tableName("ledger")),
          400,
          "AccessDeniedException",
          "dynamodb:Scan",
          Arns.of("dynamodb", "table/ledger"));
      refused(
          () -> secrets.getSecretValue(get -> get.secretId("sandbox/slack")),
          400,
          "AccessDeniedException",
          "secretsmanager:GetSecretValue",
          Arns.of("secretsmanager", "secret:sandbox/slack-Local1"));
      refused(
          () -> s3.getObject(get -> get.bucket("bucket").key("key")),
          403,
          "AccessDenied",
          "s3:GetObject",
          "\"arn:aws:s3:::bucket/key\"");
    }
  }

  @Test
  void isNotToldWhatABucketLacksUnlessItMayListIt() {
    allow("s3:GetObject", "arn:aws:s3:::bucket/*");
    try (S3Client s3 = s3()) {
      refused(
          () -> s3.getObject(get -> get.bucket("bucket").key("none")),
          403,
          "AccessDenied",
          "s3:ListBucket",
          "\"arn:aws:s3:::bucket\"");
    }
    allow("s3:ListBucket", "arn:aws:s3:::bucket");
    try (S3Client s3 = s3()) {
      AwsServiceException e =
          catchThrowableOfType(
              AwsServiceException.class,
              () -> s3.getObject(get -> get.bucket("bucket").key("none")));
      assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchKey");
    }
  }

  @Test
  void aWrongSecretOrTokenIsRefusedAsAWrongSignature() {
    allow("*", "*");
    try (SqsClient forged = client(SqsClient.builder(), "a guess", key.token());
        SqsClient stolen = client(SqsClient.builder(), key.secret(), "an old token");
        SnsClient sns = client(SnsClient.builder(), "a guess", key.token());
        S3Client s3 = client(S3Client.builder().forcePathStyle(true), "a guess", key.token())) {
      assertThat(codeOf(() -> forged.receiveMessage(it -> it.queueUrl(url()))))
          .isEqualTo("InvalidSignatureException");
      assertThat(codeOf(() -> stolen.receiveMessage(it -> it.queueUrl(url()))))
          .isEqualTo("InvalidSignatureException");
      assertThat(codeOf(sns::listTopics)).isEqualTo("SignatureDoesNotMatch");
      assertThat(codeOf(() -> s3.listObjectsV2(list -> list.bucket("bucket"))))
          .isEqualTo("SignatureDoesNotMatch");
    }
  }

  private static String codeOf(Runnable call) {
    AwsServiceException e = catchThrowableOfType(AwsServiceException.class, call::run);
    return e == null ? "nothing" : e.awsErrorDetails().errorCode();
  }

  @Test
  void whoeverHasAnotherKeyIsTheAdministrator() {
    aws.sqs.sendMessage(send -> send.queueUrl(url()).messageBody("1"));
    assertThat(aws.sqs.listQueues().queueUrls()).hasSize(1);
  }

  @Test
  void aQueuesOwnPolicyLetsARoleInOrKeepsItOut() {
    String inbox = Arns.of("sqs", "inbox");
    policy("Allow", "sqs:SendMessage", inbox);
    try (SqsClient sqs = client(SqsClient.builder())) {
      sqs.sendMessage(send -> send.queueUrl(url()).messageBody("1"));
      policy("Deny", "sqs:ReceiveMessage", inbox);
      AwsServiceException e =
          catchThrowableOfType(
              AwsServiceException.class, () -> sqs.receiveMessage(it -> it.queueUrl(url())));
      assertThat(e)
          .hasMessageContaining("sqs:receivemessage")
          .hasMessageContaining("with an explicit deny in a resource-based policy");
    }
  }

  private void policy(String effect, String action, String queue) {
    Map<String, Object> statement =
        Map.of(
            "Effect", effect,
            "Principal", Map.of("AWS", "arn:aws:iam::000000000000:role/slack"),
            "Action", action,
            "Resource", queue);
    aws.create(
        "AWS::SQS::QueuePolicy",
        "Policy",
        Map.of("Queues", List.of(url()), "PolicyDocument", Map.of("Statement", statement)));
  }
}
