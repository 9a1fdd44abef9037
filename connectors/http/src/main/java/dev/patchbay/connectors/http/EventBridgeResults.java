package dev.patchbay.connectors.http;

import dev.patchbay.core.aws.AwsClients;
import dev.patchbay.core.log.Log;
import dev.patchbay.core.setting.Settings;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/** Patchbay's own bus. Its client is made when the first result comes. Thread-safe. */
final class EventBridgeResults implements ResultBus {
  private final Settings settings;
  private EventBridgeClient client;

  EventBridgeResults(Settings settings) {
    this.settings = settings;
  }

  @Override
  public boolean publish(String source, String type, String detail) {
    PutEventsRequestEntry entry =
        PutEventsRequestEntry.builder()
            .eventBusName(settings.bus())
            .source(source)
            .detailType(type)
            .detail(detail)
            .build();
    try {
      return client().putEvents(put -> put.entries(entry)).entries().getFirst().errorCode() == null;
    } catch (SdkException e) {
      Log.error("the bus did not take a result", e);
      return false;
    }
  }

  private synchronized EventBridgeClient client() {
    if (client == null) {
      client = AwsClients.shared(EventBridgeClient.builder()).build();
    }
    return client;
  }
}
