package dev.patchbay.local.aws.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.LocalAws;
import dev.patchbay.local.aws.sqs.Message;
import dev.patchbay.local.template.TemplateException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmsTest {
  private static final List<Object> HUB = List.of(Map.of("Name", "Hub", "Value", "test"));
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path folder;
  private LocalAws aws;
  private String topic;

  @BeforeEach
  void start() {
    aws = new LocalAws(folder, true);
    String queue = aws.create("AWS::SQS::Queue", "mail", Map.of("QueueName", "mail")).ref();
    String queueArn = "arn:aws:sqs:us-east-1:000000000000:mail";
    topic = aws.create("AWS::SNS::Topic", "Alarms", Map.of("TopicName", "alarms")).ref();
    allow("AWS::SQS::QueuePolicy", "Queues", queue, "sqs:SendMessage", queueArn, "sns");
    allow("AWS::SNS::TopicPolicy", "Topics", topic, "sns:Publish", topic, "cloudwatch");
    aws.create(
        "AWS::SNS::Subscription",
        "ToMail",
        Map.of(
            "TopicArn",
            topic,
            "Protocol",
            "sqs",
            "Endpoint",
            queueArn,
            "RawMessageDelivery",
            true));
  }

  private void allow(
      String type, String of, String what, String action, String resource, String service) {
    Map<String, Object> statement =
        Map.of(
            "Effect",
            "Allow",
            "Principal",
            Map.of("Service", service + ".amazonaws.com"),
            "Action",
            action,
            "Resource",
            resource);
    aws.create(
        type,
        "Policy",
        Map.of(of, List.of(what), "PolicyDocument", Map.of("Statement", List.of(statement))));
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  private void alarm(String name, Object... more) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("AlarmName", name);
    properties.put("AlarmActions", List.of(topic));
    properties.put("OKActions", List.of(topic));
    properties.put("Namespace", "Patchbay");
    properties.put("MetricName", "DeadLetters");
    properties.put("Dimensions", HUB);
    properties.put("Statistic", "Sum");
    properties.put("Period", 300);
    properties.put("EvaluationPeriods", 1);
    properties.put("Threshold", 1);
    properties.put("ComparisonOperator", "GreaterThanOrEqualToThreshold");
    properties.put("TreatMissingData", "notBreaching");
    for (int i = 0; i < more.length; i += 2) {
      properties.put((String) more[i], more[i + 1]);
    }
    aws.create("AWS::CloudWatch::Alarm", name, properties);
  }

  private void quiet(String name, int period, int periods) {
    Map<String, Object> stat =
        Map.of(
            "Metric",
            Map.of("Namespace", "Patchbay", "MetricName", "DeadLetters", "Dimensions", HUB),
            "Period",
            period,
            "Stat",
            "Sum");
    alarm(
        name,
        "Metrics",
        List.of(
            Map.of("Id", "spoken", "Expression", "FILL(events, 0)"),
            Map.of("Id", "events", "MetricStat", stat, "ReturnData", false)),
        "EvaluationPeriods",
        periods,
        "ComparisonOperator",
        "LessThanThreshold",
        "TreatMissingData",
        "breaching");
  }

  private void count(int value) {
    aws.alarms.read(
        "any",
        """
        {"message":"delivery","Hub":"test","DeadLetters":%d,"_aws":{"Timestamp":1,"CloudWatchMetrics":[
        {"Namespace":"Patchbay","Dimensions":[["Hub"]],"Metrics":[{"Name":"DeadLetters","Unit":"Count"}]}]}}
        """
            .formatted(value));
  }

  private String state(String name) {
    return aws.alarms.states().stream()
        .filter(it -> it.get("alarm").equals(name))
        .findFirst()
        .orElseThrow()
        .get("state")
        .toString();
  }

  /** Moves time on by the minute, as it passes, until an alarm is in a state. */
  private void passUntil(String name, String state, Duration most) throws InterruptedException {
    for (Duration passed = Duration.ZERO;
        passed.compareTo(most) <= 0;
        passed = passed.plus(MINUTE)) {
      aws.clock.advance(MINUTE);
      for (int i = 0; i < 10 && !state(name).equals(state); i++) {
        Thread.sleep(10);
      }
      if (state(name).equals(state)) {
        return;
      }
    }
    throw new AssertionError(name + " is still " + state(name));
  }

  private Map<String, Object> told() throws InterruptedException {
    Message message = aws.queues.receive("mail", 1, Duration.ofSeconds(10), null).getFirst();
    aws.queues.delete("mail", List.of(message.receiptHandle()));
    return Json.parseObject(message.body());
  }

  @Test
  void tellsTheTopicOfWhatALogLineCountsAndOfItsEnd() throws Exception {
    alarm("dead-letters");
    count(1);

    passUntil("dead-letters", "ALARM", Duration.ofMinutes(3));
    assertThat(told())
        .containsEntry("AlarmName", "dead-letters")
        .containsEntry("NewStateValue", "ALARM")
        .containsEntry("OldStateValue", "OK");
    passUntil("dead-letters", "OK", Duration.ofMinutes(10));
    assertThat(told()).containsEntry("NewStateValue", "OK");
  }

  @Test
  void staysForAsLongAsOneOfManyPeriodsBrokeIt() throws Exception {
    alarm("dead-letters", "EvaluationPeriods", 12, "DatapointsToAlarm", 1);
    count(2);

    passUntil("dead-letters", "ALARM", Duration.ofMinutes(3));
    aws.clock.advance(Duration.ofMinutes(50));
    passUntil("dead-letters", "OK", Duration.ofMinutes(15));
  }

  @Test
  void countsNothingOfOthers() throws Exception {
    alarm("dead-letters", "Dimensions", List.of(Map.of("Name", "Hub", "Value", "another")));
    alarm("many", "Threshold", 3);
    count(2);
    aws.alarms.read("any", "no metric at all");
    aws.alarms.read("any", "{\"_aws\": 7}");
    aws.alarms.read("any", "{\"_aws\": broken");

    aws.clock.advance(MINUTE);
    count(1);
    passUntil("many", "ALARM", Duration.ofMinutes(5));
    assertThat(state("dead-letters")).isEqualTo("OK");
  }

  @Test
  void tellsOfSilenceAfterItsTimeAndNotBefore() throws Exception {
    quiet("quiet", 300, 6);
    aws.clock.advance(Duration.ofMinutes(20));
    count(1);

    aws.clock.advance(Duration.ofMinutes(25));
    Thread.sleep(200);
    assertThat(state("quiet")).isEqualTo("OK");
    passUntil("quiet", "ALARM", Duration.ofMinutes(15));
    assertThat(told()).containsEntry("AlarmName", "quiet");
    count(1);
    passUntil("quiet", "OK", Duration.ofMinutes(5));
  }

  @Test
  void countsTheLinesThatAMetricFilterTakes() throws Exception {
    aws.create(
        "AWS::Logs::MetricFilter",
        "Failures",
        Map.of(
            "LogGroupName",
            "/aws/lambda/test",
            "FilterPattern",
            "{ $.type = \"platform.report\" && $.record.status != \"success\" }",
            "MetricTransformations",
            List.of(
                Map.of(
                    "MetricNamespace", "Patchbay", "MetricName", "Failures", "MetricValue", "1"))));
    alarm("failures", "MetricName", "Failures", "Dimensions", List.of(), "Threshold", 2);
    String failed = "{\"type\": \"platform.report\", \"record\": {\"status\": \"%s\"}}";
    aws.alarms.read("/aws/lambda/test", failed.formatted("error"));
    aws.alarms.read("/aws/lambda/test", failed.formatted("success"));
    aws.alarms.read("/aws/lambda/another", failed.formatted("error"));
    aws.clock.advance(MINUTE);
    Thread.sleep(200);
    assertThat(state("failures")).isEqualTo("OK");

    aws.alarms.read("/aws/lambda/test", failed.formatted("timeout"));
    passUntil("failures", "ALARM", Duration.ofMinutes(3));
  }

  @Test
  void seesWhatLiesInAQueue() throws Exception {
    aws.create("AWS::SQS::Queue", "dead", Map.of("QueueName", "dead"));
    List<Object> dead = List.of(Map.of("Name", "QueueName", "Value", "dead"));
    Object[] ofQueue = {"Namespace", "AWS/SQS", "Dimensions", dead, "Statistic", "Maximum"};
    alarm("lying", with(ofQueue, "MetricName", "ApproximateNumberOfMessagesVisible"));
    alarm("late", with(ofQueue, "MetricName", "ApproximateAgeOfOldestMessage", "Threshold", 600));
    aws.sqs.sendMessage(send -> send.queueUrl(aws.uri() + "/000000000000/dead").messageBody("x"));

    passUntil("lying", "ALARM", Duration.ofMinutes(3));
    assertThat(state("late")).isEqualTo("OK");
    passUntil("late", "ALARM", Duration.ofMinutes(15));
  }

  private static Object[] with(Object[] some, Object... more) {
    Object[] all = java.util.Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  @Test
  void saysNothingWhereItsActionsAreOffOrTheTopicLetsItNot() throws Exception {
    alarm("off", "ActionsEnabled", "false");
    count(1);
    passUntil("off", "ALARM", Duration.ofMinutes(3));
    allow("AWS::SNS::TopicPolicy", "Topics", topic, "sns:Publish", topic, "events");
    alarm("refused");
    passUntil("refused", "ALARM", Duration.ofMinutes(3));

    assertThat(aws.queues.receive("mail", 1, Duration.ofSeconds(1), null)).isEmpty();
  }

  @Test
  void namesWhatItDoesNotRun() {
    alarm("door", "Namespace", "AWS/ApiGateway", "MetricName", "5xx");
    alarm(
        "learned",
        "Metrics",
        List.of(Map.of("Id", "band", "Expression", "ANOMALY_DETECTION_BAND(spoken, 2)")));
    alarm("average", "Statistic", "Average");

    assertThat(aws.alarms.notRun()).containsExactly("door", "learned", "average");
  }

  @Test
  void looksBackNoFurtherThanCloudWatch() {
    assertThatThrownBy(() -> quiet("week", 300, 289))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("1 days at most");
    assertThatThrownBy(() -> quiet("more", 3600, 169))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("7 days at most");
    quiet("enough", 3600, 168);
  }
}
