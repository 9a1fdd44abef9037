package dev.patchbay.webhooks;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.core.setting.Settings;
import dev.patchbay.webhooks.intake.HttpApi;
import dev.patchbay.webhooks.intake.Intake;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.crac.Core;

/**
 * Takes the webhooks of every source: {@code POST /webhooks/SOURCE[/ACCOUNT]} through an HTTP API,
 * payload format 2.0. It throws nothing: whatever a request holds, it is answered.
 */
public final class WebhookFunction implements RequestStreamHandler {
  private final Intake intake;
  private final HttpApi api;

  /** Held here, since hooks are registered weakly; null where no snapshot is made. */
  private final Priming priming;

  /** Lambda's constructor. */
  public WebhookFunction() {
    this(Settings.ofEnvironment());
  }

  private WebhookFunction(Settings settings) {
    this.intake = new Wiring(settings).intake();
    this.api = new HttpApi(settings.publicUrl().orElse(null));
    this.priming = settings.isSnapStart() ? new Priming(settings, intake) : null;
    if (priming != null) {
      Core.getGlobalContext().register(priming);
    }
  }

  WebhookFunction(Intake intake, String publicUrl) {
    this.intake = intake;
    this.api = new HttpApi(publicUrl);
    this.priming = null;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    APIGatewayV2HTTPResponse response = response(input.readAllBytes());
    output.write(Json.writeBytes(HttpApi.map(response)));
  }

  private APIGatewayV2HTTPResponse response(byte[] input) {
    try {
      APIGatewayV2HTTPEvent event = HttpApi.event(Json.parseObject(input));
      HttpApi.Call call = api.call(event);
      return HttpApi.response(intake.answer(call.source(), call.account(), call.request()));
    } catch (JsonException | IllegalArgumentException | ClassCastException e) {
      return HttpApi.response(
          Intake.unread("none of an HTTP API's requests: " + e.getClass().getSimpleName()));
    }
  }
}
