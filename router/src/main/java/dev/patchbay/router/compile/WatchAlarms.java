package dev.patchbay.router.compile;

import static dev.patchbay.router.route.CloudFormation.ordered;
import static dev.patchbay.router.route.CloudFormation.ref;
import static dev.patchbay.router.route.CloudFormation.resource;
import static dev.patchbay.router.route.CloudFormation.sub;

import dev.patchbay.router.route.CloudFormation;
import dev.patchbay.router.route.Watch;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The alarms of a watched source, on the metrics that the webhook function writes. */
final class WatchAlarms {
  private static final Duration QUARTER = Duration.ofMinutes(15);

  /**
   * What is learned differs by the hour of the week; three hours too low in a row are no chance.
   */
  private static final Duration LEARNED_PERIOD = Duration.ofHours(1);

  private static final int LEARNED_PERIODS = 3;

  private WatchAlarms() {}

  static void add(Watch watch, Map<String, Object> resources) {
    String id = "Watch" + CloudFormation.camel(watch.source());
    if (watch.quietFor() != null) {
      resources.put(id + "Quiet", quiet(watch));
    }
    if (watch.learned()) {
      resources.put(id + "Learned", learned(watch));
    }
    if (watch.badSignatures() != null) {
      resources.put(id + "Signatures", badSignatures(watch));
    }
  }

  private static Map<String, Object> quiet(Watch watch) {
    Map<String, Object> alarm =
        alarm(watch, "quiet", "has said nothing for as long as routes.yaml allows");
    alarm.put("Metrics", List.of(spoken(), events(watch, watch.period())));
    alarm.put("EvaluationPeriods", watch.quietFor().dividedBy(watch.period()));
    alarm.put("Threshold", 1);
    alarm.put("ComparisonOperator", "LessThanThreshold");
    alarm.put("TreatMissingData", "breaching");
    return resource("AWS::CloudWatch::Alarm", alarm);
  }

  private static Map<String, Object> learned(Watch watch) {
    Map<String, Object> alarm = alarm(watch, "learned", "says less than it usually does");
    Map<String, Object> band =
        ordered("Id", "band", "Expression", "ANOMALY_DETECTION_BAND(spoken, 2)");
    alarm.put("Metrics", List.of(spoken(), band, events(watch, LEARNED_PERIOD)));
    alarm.put("ThresholdMetricId", "band");
    alarm.put("EvaluationPeriods", LEARNED_PERIODS);
    alarm.put("ComparisonOperator", "LessThanLowerThreshold");
    alarm.put("TreatMissingData", "breaching");
    return resource("AWS::CloudWatch::Alarm", alarm);
  }

  private static Map<String, Object> badSignatures(Watch watch) {
    Map<String, Object> alarm = alarm(watch, "signatures", "sends webhooks whose signature fails");
    alarm.putAll(metric(watch, "SignatureFailures"));
    alarm.put("Statistic", "Sum");
    alarm.put("Period", QUARTER.toSeconds());
    alarm.put("EvaluationPeriods", 1);
    alarm.put("Threshold", watch.badSignatures());
    alarm.put("ComparisonOperator", "GreaterThanOrEqualToThreshold");
    alarm.put("TreatMissingData", "notBreaching");
    return resource("AWS::CloudWatch::Alarm", alarm);
  }

  private static Map<String, Object> alarm(Watch watch, String suffix, String what) {
    Map<String, Object> alarm = new LinkedHashMap<>();
    alarm.put("AlarmName", sub("${Prefix}-watch-" + watch.source() + "-" + suffix));
    alarm.put(
        "AlarmDescription",
        "The source %s %s. See docs/operations.md, watch.".formatted(watch.source(), what));
    alarm.put("AlarmActions", List.of(ref("AlarmsArn")));
    alarm.put("OKActions", List.of(ref("AlarmsArn")));
    return alarm;
  }

  /**
   * Silence leaves no data, and of a metric that has some an alarm takes older data in place of
   * missing ones
   * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html):
   * it would come late. So what is missing is filled with zeros first.
   */
  private static Map<String, Object> spoken() {
    return ordered("Id", "spoken", "Expression", "FILL(events, 0)");
  }

  private static Map<String, Object> events(Watch watch, Duration period) {
    return ordered(
        "Id",
        "events",
        "MetricStat",
        ordered("Metric", metric(watch, "Events"), "Period", period.toSeconds(), "Stat", "Sum"),
        "ReturnData",
        false);
  }

  private static Map<String, Object> metric(Watch watch, String name) {
    return ordered(
        "Namespace",
        "Patchbay",
        "MetricName",
        name,
        "Dimensions",
        List.of(
            ordered("Name", "Hub", "Value", ref("Prefix")),
            ordered("Name", "Source", "Value", watch.source())));
  }
}
