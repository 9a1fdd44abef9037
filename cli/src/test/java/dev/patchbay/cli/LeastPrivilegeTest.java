package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.iam.Decision;
import dev.patchbay.local.aws.iam.Parts;
import dev.patchbay.local.aws.iam.Permissions;
import dev.patchbay.local.aws.iam.Policy;
import dev.patchbay.local.aws.iam.PolicyReader;
import dev.patchbay.local.aws.iam.Principal;
import dev.patchbay.local.aws.iam.Question;
import dev.patchbay.local.aws.iam.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/**
 * Every statement of every policy of the template, and each action and resource of it, is needed:
 * what all kinds of events make the hub ask is asked again without it, and something must then be
 * refused that was allowed.
 */
final class LeastPrivilegeTest {
  private static final String ROUTES =
      """
      routes:
        - name: talk
          when: {source: [github], type: [push]}
          deliver:
            - slack: {channel: "#dev", text: "{{ id }}"}
            - box: {folder: "/Archive"}
            - algorithmia: {algorithm: "nlp/Summarizer/0.1.8"}
            - archive: {}
            - sns: {topic: "arn:aws:sns:us-east-1:000000000000:alerts"}
            - sns: {phone: "+4915123456789"}
        - name: sum
          when: {source: [github], type: [{prefix: star}]}
          deliver:
            - slack: {channel: "#dev", text: "{{ id }}"}
              digest: 1h
        - name: lost
          when: {source: [github], type: [ping]}
          deliver:
            - slack: {channel: "{{ data.nowhere }}", text: "{{ id }}"}
        - name: cloud
          when: {source: [aws-cloudwatch, aws-sqs]}
          deliver:
            - slack: {channel: "#ops", text: "{{ title }}"}
      """;
  private static final String OWN_QUEUE = "patchbay-overflow-dead-letters";
  private static final String TABLE = Arns.of("dynamodb", "table/orders/stream/2026");
  private static final String STREAM = Arns.of("kinesis", "stream/orders");
  private static final String ARCHIVE = "arn:aws:s3:::patchbay-routes-archiveconnector-bucket";
  private static final String KEY = Arns.of("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab");
  private static final Path DOCS = TestHub.ROOT.resolve("docs/permissions.md");

  @TempDir static Path folder;
  private static TestHub hub;
  private static Permissions permissions;
  private static final Set<Question> asked = ConcurrentHashMap.newKeySet();

  @BeforeAll
  static void run() throws Exception {
    Map<String, Object> secrets = new HashMap<>(TestHub.githubSecret());
    secrets.put("patchbay/sources/asana", Map.of());
    secrets.put("patchbay/origin", Map.of("secret", TestHub.ORIGIN));
    hub =
        TestHub.start(
            folder,
            ROUTES,
            secrets,
            Map.of(
                "KmsKeyArn",
                KEY,
                "OriginSecret",
                "patchbay/origin",
                "DefaultBusSources",
                "aws.cloudwatch",
                "SqsQueueArn",
                Arns.of("sqs", OWN_QUEUE),
                "DynamoDbStreamArn",
                TABLE,
                "KinesisStreamArn",
                STREAM,
                "Tracing",
                "Active"));
    permissions = hub.hub().permissions();
    permissions.listen(asked::add);
    deliver();
    giveUp();
    takeAwsEvents();
    overflow();
    loseTheWay();
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static String post(String event, Object body) throws Exception {
    String id = UUID.randomUUID().toString();
    assertThat(hub.post(event, id, Json.writeBytes(body)).statusCode()).isEqualTo(202);
    return id;
  }

  private static void awaitSaid(String text) {
    TestHub.await(() -> hub.inbox("slack").stream().anyMatch(it -> it.text().contains(text)));
  }

  private static void awaitQuestion(Predicate<Question> wanted) {
    TestHub.await(() -> asked.stream().anyMatch(wanted));
  }

  private static void awaitWaiting(String queue) {
    try (AwsClients clients = new AwsClients(hub.hub())) {
      TestHub.await(() -> clients.waiting(queue) > 0);
    }
  }

  /** A small payload, a large one, a digest, a replay, and a secret that is handed over. */
  private static void deliver() throws Exception {
    Map<String, Object> repository = Map.of("full_name", "acme/app");
    awaitSaid(post("push", Map.of("repository", repository)));
    awaitSaid(post("push", Map.of("repository", repository, "pad", "x".repeat(400_000))));
    TestHub.await(() -> hub.inbox("box").size() == 2);
    awaitQuestion(by("patchbay-algorithmia", is("events:PutEvents", "event-bus/patchbay")));
    assertThat(hub.run("replay", "--from", "1h", "--type", "push", "--again"))
        .endsWith("completed");
    post("star", Map.of("repository", repository));
    post("star", Map.of("repository", repository));
    awaitQuestion(is("sqs:ChangeMessageVisibility", "patchbay-slack"));
    hub.hub().clock().advance(Duration.ofMinutes(61));
    awaitQuestion(is("dynamodb:Query", "patchbay-ledger"));

    HttpRequest handshake =
        HttpRequest.newBuilder(URI.create(hub.hub().webhooksUrl() + "/asana"))
            .header("Content-Type", "application/json")
            .header("X-Patchbay-Origin", TestHub.ORIGIN)
            .header(
                "X-Hook-Secret", "b537207f20cbfa02357cf448134da559e8bd39d61597dcd5631b8012eae53e81")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<Void> answer =
        HttpClient.newHttpClient().send(handshake, HttpResponse.BodyHandlers.discarding());
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  private static void giveUp() throws Exception {
    post("ping", Map.of("zen", "Half measures are as bad as nothing at all."));
    awaitWaiting("patchbay-slack-dead-letters");
  }

  private static void takeAwsEvents() {
    awsEvent("small");
    awaitSaid("Alarm small");
    awsEvent("large " + "x".repeat(300_000));
    awaitQuestion(is("s3:PutObject", "aws-cloudwatch"));
  }

  private static void awsEvent(String name) {
    PutEventsRequestEntry entry =
        PutEventsRequestEntry.builder()
            .source("aws.cloudwatch")
            .detailType("CloudWatch Alarm State Change")
            .detail(Json.write(Map.of("alarmName", name, "state", Map.of("value", "ALARM"))))
            .build();
    try (EventBridgeClient events =
        Running.at(hub.hub()).client(EventBridgeClient.builder()).build()) {
      events.putEvents(put -> put.entries(List.of(entry)));
    }
  }

  /** The bus refuses for a while, by its own policy; and the overflow gets what is none of it. */
  private static void overflow() throws Exception {
    String bus = Arns.of("events", "event-bus/patchbay");
    Map<String, Object> refuse =
        Map.of(
            "Sid",
            "Refuse",
            "Effect",
            "Deny",
            "Principal",
            "*",
            "Action",
            "events:PutEvents",
            "Resource",
            bus);
    permissions.attach(
        bus,
        PolicyReader.read(
            "refuse", PolicyReader.Kind.RESOURCE, Map.of("Statement", List.of(refuse))));
    String late = post("push", Map.of("ref", "refs/heads/late"));
    awsEvent("late");
    awaitQuestion(by("patchbay-aws-events", is("sqs:SendMessage", "patchbay-overflow")));
    permissions.replace(bus, Optional.empty());
    TestHub.await(
        () -> {
          hub.hub().clock().advance(Duration.ofSeconds(181));
          return hub.inbox("slack").stream().anyMatch(it -> it.text().contains(late));
        });
    hub.send("patchbay-overflow", "none of the overflow");
    awaitQuestion(by("patchbay-overflow", is("sqs:SendMessage", OWN_QUEUE)));
    awaitQuestion(by("patchbay-aws-events", is("sqs:DeleteMessage", OWN_QUEUE)));
  }

  /** A topic, a connector's queue and the queue of AWS's events let nobody in. */
  private static void loseTheWay() throws Exception {
    shut(Arns.of("sns", "patchbay-route-talk"));
    post("push", Map.of("ref", "refs/heads/undelivered"));
    awaitWaiting("patchbay-undelivered-events");
    shut(Arns.of("sqs", "patchbay-slack"));
    post("ping", Map.of("zen", "Undelivered."));
    awaitWaiting("patchbay-undelivered-messages");
    shut(Arns.of("sqs", "patchbay-aws-events"));
    awsEvent("undelivered");
    awaitWaiting("patchbay-aws-events-dead-letters");
    reopen();
    hub.send("patchbay-aws-events", "no event");
    awaitQuestion(
        by("patchbay-aws-events", is("sqs:SendMessage", "patchbay-aws-events-dead-letters")));
  }

  private static final Map<String, List<Policy>> shut = new HashMap<>();

  private static void shut(String arn) {
    shut.put(arn, permissions.on(arn));
    permissions.replace(arn, Optional.empty());
  }

  private static void reopen() {
    shut.forEach((arn, policies) -> policies.forEach(policy -> permissions.attach(arn, policy)));
  }

  private static Predicate<Question> is(String action, String resource) {
    Pattern within = Pattern.compile(Pattern.quote(resource) + "\\b(?!-)");
    return question ->
        question.action().equals(action) && within.matcher(question.resource()).find();
  }

  private static Predicate<Question> by(String function, Predicate<Question> question) {
    return asking ->
        asking.principal() instanceof Principal.Session session
            && session.session().equals(function)
            && question.test(asking);
  }

  /** What AWS asks by itself, and the laptop only at its start or never. */
  private static List<Question> ofAws() {
    List<Question> questions = new ArrayList<>();
    for (Principal.Session function : functions()) {
      Principal lambda =
          new Principal.Service(
              "lambda.amazonaws.com", Arns.of("lambda", "function:" + function.session()));
      questions.add(Question.of(lambda, "sts:AssumeRole", function.roleArn()));
      String log = "log-group:/aws/lambda/" + function.session() + ":log-stream:";
      questions.add(Question.of(function, "logs:CreateLogStream", Arns.of("logs", log)));
      questions.add(Question.of(function, "logs:PutLogEvents", Arns.of("logs", log + "one")));
      questions.add(Question.of(function, "xray:PutTraceSegments", "*"));
      questions.add(Question.of(function, "xray:PutTelemetryRecords", "*"));
      questions.addAll(encrypted(function));
    }
    Principal alarm =
        new Principal.Service(
            "cloudwatch.amazonaws.com", Arns.of("cloudwatch", "alarm:patchbay-circuits"));
    questions.add(Question.of(alarm, "sns:Publish", Arns.of("sns", "patchbay-alarms")));
    // Lambda asks when it makes an event source mapping.
    asked.stream()
        .filter(question -> question.action().equals("sqs:ReceiveMessage"))
        .map(it -> Question.of(it.principal(), "sqs:GetQueueAttributes", it.resource()))
        .forEach(questions::add);
    questions.addAll(ofPipes());
    questions.addAll(ofArchive());
    questions.addAll(ofSns());
    questions.addAll(handshakes());
    return questions;
  }

  /** What SQS, S3 and DynamoDB ask of who reads or fills what a key of the account's encrypts. */
  private static List<Question> encrypted(Principal reader) {
    return List.of(
        Question.of(reader, "kms:Decrypt", KEY), Question.of(reader, "kms:GenerateDataKey", KEY));
  }

  private static Set<Principal.Session> functions() {
    Set<Principal.Session> functions = new LinkedHashSet<>();
    for (Question question : asked) {
      if (question.principal() instanceof Principal.Session session && isFunction(session)) {
        functions.add(session);
      }
    }
    return functions;
  }

  /** Rules and the archive's stream act in roles, too. */
  private static boolean isFunction(Principal.Session session) {
    return !session.session().startsWith("patchbay-route-")
        && !session.session().equals("patchbay-archive");
  }

  /** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html */
  private static List<Question> ofPipes() {
    String role = "arn:aws:iam::%s:role/patchbay-PipeRole".formatted(Arns.ACCOUNT);
    Principal.Session pipe = new Principal.Session(role, "pipe");
    List<Question> questions = new ArrayList<>();
    questions.add(
        Question.of(
            new Principal.Service("pipes.amazonaws.com", Arns.of("pipes", "pipe/any")),
            "sts:AssumeRole",
            role));
    for (String queue : List.of("patchbay-aws-events", "patchbay-aws-events-dead-letters")) {
      questions.add(Question.of(pipe, "sqs:SendMessage", Arns.of("sqs", queue)));
    }
    questions.addAll(encrypted(pipe));
    for (String action : List.of("DescribeStream", "GetRecords", "GetShardIterator")) {
      questions.add(Question.of(pipe, "dynamodb:" + action, TABLE));
      questions.add(Question.of(pipe, "kinesis:" + action, STREAM));
    }
    for (String action : List.of("DescribeStreamSummary", "ListShards")) {
      questions.add(Question.of(pipe, "kinesis:" + action, STREAM));
    }
    questions.add(Question.of(pipe, "dynamodb:ListStreams", "*"));
    questions.add(Question.of(pipe, "kinesis:ListStreams", "*"));
    return questions;
  }

  /** https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3 */
  private static List<Question> ofArchive() {
    Principal.Session stream =
        new Principal.Session(
            "arn:aws:iam::%s:role/patchbay-Routes-ArchiveConnector-Role".formatted(Arns.ACCOUNT),
            "patchbay-archive");
    List<Question> questions = new ArrayList<>();
    questions.add(
        Question.of(
            new Principal.Service(
                "firehose.amazonaws.com", Arns.of("firehose", "deliverystream/patchbay-archive")),
            "sts:AssumeRole",
            stream.roleArn()));
    for (String action : List.of("GetBucketLocation", "ListBucket", "ListBucketMultipartUploads")) {
      questions.add(Question.of(stream, "s3:" + action, ARCHIVE));
    }
    for (String action : List.of("PutObject", "AbortMultipartUpload")) {
      for (String folder : List.of("events", "errors")) {
        questions.add(Question.of(stream, "s3:" + action, ARCHIVE + "/" + folder + "/key"));
      }
    }
    String log = "log-group:/aws/kinesisfirehose/patchbay-archive:log-stream:s3";
    questions.add(Question.of(stream, "logs:PutLogEvents", Arns.of("logs", log)));
    questions.addAll(encrypted(stream));
    return questions;
  }

  /** SNS itself asks; the stand-in does not. */
  private static List<Question> ofSns() {
    Principal.Session sns = function("patchbay-sns");
    return List.of(
        Question.of(sns, "sns:Publish", Arns.of("sns", "alerts")),
        Question.of(sns, "sns:Publish", "+4915123456789"));
  }

  /** Every source whose entry says that a handshake stores something, as each of its accounts. */
  private static List<Question> handshakes() {
    Principal.Session webhook = function("patchbay-webhook");
    List<Question> questions = new ArrayList<>();
    for (String source : storing()) {
      for (String name : List.of(source, source + "/acme")) {
        questions.add(
            Question.of(webhook, "secretsmanager:PutSecretValue", secret("sources/" + name)));
      }
    }
    return questions;
  }

  private static Principal.Session function(String name) {
    return functions().stream().filter(it -> it.session().equals(name)).findFirst().orElseThrow();
  }

  private static String secret(String name) {
    return Arns.of("secretsmanager", "secret:patchbay/" + name + "-Local1");
  }

  private static List<String> storing() {
    try (Stream<Path> entries = Files.list(TestHub.ROOT.resolve("webhooks/sources"))) {
      return entries
          .map(source -> source.resolve("entry.json"))
          .filter(Files::isRegularFile)
          .filter(entry -> stores(entry))
          .map(entry -> entry.getParent().getFileName().toString())
          .toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean stores(Path entry) {
    try {
      Object handshake = Json.parseObject(Files.readAllBytes(entry)).get("handshake");
      return handshake instanceof List<?> questions
          && questions.stream().anyMatch(it -> Json.object(it).containsKey("store"));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** An administrator, whom only a bucket's own policy holds back. */
  private static final Policy ADMINISTRATOR =
      PolicyReader.read(
          "administrator",
          PolicyReader.Kind.IDENTITY,
          Map.of("Statement", Map.of("Effect", "Allow", "Action", "*", "Resource", "*")));

  private static List<Question> withoutTls() {
    Principal anyone = new Principal.Session("arn:aws:iam::000000000000:role/admin", "person");
    String bucket = "arn:aws:s3:::patchbay-payloads-%s-us-east-1".formatted(Arns.ACCOUNT);
    List<Question> questions = new ArrayList<>();
    questions.add(Question.of(anyone, "s3:ListBucket", bucket).withoutTls());
    questions.add(Question.of(anyone, "s3:GetObject", bucket + "/key").withoutTls());
    questions.add(Question.of(anyone, "s3:ListBucket", ARCHIVE).withoutTls());
    questions.add(Question.of(anyone, "s3:GetObject", ARCHIVE + "/key").withoutTls());
    for (String queue : hub.queues()) {
      questions.add(Question.of(anyone, "sqs:ReceiveMessage", Arns.of("sqs", queue)).withoutTls());
    }
    permissions.onResources().keySet().stream()
        .filter(arn -> arn.startsWith("arn:aws:sns:"))
        .forEach(arn -> questions.add(Question.of(anyone, "sns:Publish", arn).withoutTls()));
    return questions;
  }

  @Test
  void whatAwsAsksIsAllowedAndWhatNobodyAsksIsNot() {
    assertThat(ofAws()).allMatch(question -> permissions.decide(question).allowed());
    Principal.Session webhook = function("patchbay-webhook");
    Principal.Session slack = function("patchbay-slack");
    assertThat(
            List.of(
                Question.of(webhook, "secretsmanager:PutSecretValue", secret("sources/github")),
                Question.of(webhook, "secretsmanager:GetSecretValue", secret("connectors/slack")),
                Question.of(webhook, "sqs:ReceiveMessage", Arns.of("sqs", "patchbay-overflow")),
                Question.of(slack, "secretsmanager:GetSecretValue", secret("connectors/box")),
                Question.of(slack, "sqs:ReceiveMessage", Arns.of("sqs", "patchbay-box")),
                Question.of(slack, "sqs:SendMessage", Arns.of("sqs", "patchbay-slack")),
                Question.of(function("patchbay-sns"), "sns:Publish", Arns.of("sns", "others")),
                Question.of(slack, "s3:PutObject", payload()),
                Question.of(slack, "s3:GetObject", payload()),
                Question.of(slack, "kms:Encrypt", KEY),
                Question.of(slack, "sns:Publish", Arns.of("sns", "patchbay-alarms"))))
        .noneMatch(question -> permissions.decide(question).allowed());
    assertThat(withoutTls())
        .noneMatch(
            it ->
                Policy.decide(it, List.of(ADMINISTRATOR), permissions.on(it.resource())).allowed());
  }

  private static String payload() {
    return "arn:aws:s3:::patchbay-payloads-%s-us-east-1/key".formatted(Arns.ACCOUNT);
  }

  @Test
  void whoeverSendsPayloadsWholeMayReadThem() {
    Question question = Question.of(function("patchbay-box"), "s3:GetObject", payload());
    assertThat(permissions.decide(question).allowed()).isTrue();
  }

  /** The actions for which IAM knows no resource. */
  @Test
  void nothingIsAllowedOnEverythingButTracesAndTheNamesOfStreams() {
    assertThat(permissions.roles().stream().flatMap(it -> it.policies().stream()))
        .flatExtracting(Parts::boundless)
        .allMatch(action -> action.matches("xray:.*|(dynamodb|kinesis):ListStreams"));
    assertThat(permissions.onResources().values().stream().flatMap(List::stream))
        .flatExtracting(Parts::boundless)
        .isEmpty();
  }

  @Test
  void everyPartOfEveryPolicyIsNeeded() {
    List<Question> questions = new ArrayList<>(asked);
    questions.addAll(ofAws());
    questions.addAll(withoutTls());
    Set<String> needed = new TreeSet<>();
    Set<String> all = new TreeSet<>();
    for (Role role : permissions.roles()) {
      for (Policy policy : role.policies()) {
        for (Parts part : Parts.of(policy)) {
          String name = name(policy.name(), part);
          all.add(name);
          if (questions.stream()
              .anyMatch(it -> isOf(role, it) && flips(it, policy, part.without()))) {
            needed.add(name);
          }
        }
      }
      check("trust of " + role.arn(), role.arn(), role.trust(), questions, all, needed);
    }
    permissions
        .onResources()
        .forEach(
            (arn, policies) ->
                policies.forEach(
                    policy -> check("policy of " + arn, arn, policy, questions, all, needed)));

    assertThat(all).hasSizeGreaterThan(60);
    all.removeAll(needed);
    assertThat(all).as("parts of policies that nothing needs").isEmpty();
  }

  /** What is written once for all connectors or routes, one of them must need. */
  private static String name(String policy, Parts part) {
    return (policy + ", " + part.what())
        .replaceAll("patchbay-(slack|box|algorithmia|sns)\\b", "patchbay-CONNECTOR")
        .replaceAll("(Slack|Box|Algorithmia|Sns)Connector", "CONNECTOR")
        .replaceAll("patchbay-route-[a-z]+", "patchbay-route-ROUTE");
  }

  private static boolean isOf(Role role, Question question) {
    return question.principal() instanceof Principal.Session session
        && session.roleArn().equals(role.arn());
  }

  private static void check(
      String place,
      String arn,
      Policy policy,
      List<Question> questions,
      Set<String> all,
      Set<String> needed) {
    for (Parts part : Parts.of(policy)) {
      String name = name(place, part);
      all.add(name);
      if (questions.stream()
          .anyMatch(
              it ->
                  permissions.on(it.resource()).contains(policy)
                      && flips(it, policy, part.without()))) {
        needed.add(name);
      }
    }
  }

  private static boolean flips(Question question, Policy policy, Policy without) {
    List<Policy> own =
        question.principal().toString().endsWith("/person")
            ? List.of(ADMINISTRATOR)
            : permissions.policiesOf(question.principal());
    List<Policy> on = permissions.on(question.resource());
    Decision before = Policy.decide(question, own, on);
    Decision after = Policy.decide(question, with(own, policy, without), with(on, policy, without));
    return before.allowed() != after.allowed();
  }

  private static List<Policy> with(List<Policy> policies, Policy policy, Policy other) {
    return policies.stream().map(it -> it == policy ? other : it).toList();
  }

  @Test
  void everyStatementHasANameAndItsLineInTheDocumentation() throws Exception {
    Set<String> sids = new TreeSet<>();
    for (Role role : permissions.roles()) {
      role.policies().forEach(policy -> sids.addAll(Parts.sids(policy)));
      sids.addAll(Parts.sids(role.trust()));
    }
    permissions.onResources().values().stream()
        .flatMap(List::stream)
        .forEach(policy -> sids.addAll(Parts.sids(policy)));
    Set<String> documented = new TreeSet<>();
    Pattern line = Pattern.compile("^\\| `([A-Za-z]+)` \\|", Pattern.MULTILINE);
    line.matcher(Files.readString(DOCS, StandardCharsets.UTF_8))
        .results()
        .forEach(found -> documented.add(found.group(1)));
    assertThat(documented).isEqualTo(sids);
  }
}
