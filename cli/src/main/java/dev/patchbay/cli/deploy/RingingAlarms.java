package dev.patchbay.cli.deploy;

import java.util.List;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** The alarms that ring now, of those that stop CodeDeploy. Thread-safe. */
final class RingingAlarms {
  private final CloudWatchClient cloudWatch;

  RingingAlarms(CloudWatchClient cloudWatch) {
    this.cloudWatch = cloudWatch;
  }

  /**
   * Those of the named alarms that ring.
   *
   * @param names of at most 100 alarms
   * @throws software.amazon.awssdk.core.exception.SdkException where it cannot be seen
   */
  List<String> of(List<String> names) {
    return cloudWatch
        .describeAlarms(
            ask ->
                ask.alarmNames(names)
                    .alarmTypes(AlarmType.METRIC_ALARM)
                    .stateValue(StateValue.ALARM))
        .metricAlarms()
        .stream()
        .map(MetricAlarm::alarmName)
        .toList();
  }
}
