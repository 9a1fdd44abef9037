package dev.patchbay.benchmarks;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.slack.api.SlackConfig;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.impl.MethodsClientImpl;
import com.slack.api.methods.request.chat.ChatPostMessageRequest;
import com.slack.api.util.http.SlackHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.type.PhoneNumber;
import dev.patchbay.core.aws.AwsClients;
import dev.patchbay.core.secret.AwsSecrets;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.secret.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The calls of a connector's first delivery, one after the other, and nothing around them: the
 * secret, a claim, the destination by its own SDK, and a record. What is above it in a cold start
 * is the connector's function; what is below, the SDKs.
 */
abstract class BareDelivery implements RequestStreamHandler {
  private static final String NOBODY = "+15005550006"; // of Twilio's test credentials

  private final String connector;

  private BareDelivery(String connector) {
    this.connector = connector;
  }

  @Override
  public final void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    input.readAllBytes();
    AwsSecrets secrets =
        new AwsSecrets(
            () -> AwsClients.shared(SecretsManagerClient.builder()).build(), Clock.systemUTC());
    Secret secret = secrets.current(Secrets.ofConnector(connector)).orElseThrow();
    DynamoDbClient table = AwsClients.shared(DynamoDbClient.builder()).build();
    String key = UUID.randomUUID().toString();
    write(table, key, "claimed");
    call(secret);
    write(table, key, "delivered");
    output.write("{}".getBytes(StandardCharsets.UTF_8));
  }

  private static void write(DynamoDbClient table, String key, String state) {
    table.updateItem(
        update ->
            update
                .tableName(System.getenv("PATCHBAY_LEDGER"))
                .key(Map.of("pk", AttributeValue.fromS(key), "sk", AttributeValue.fromS("bare")))
                .updateExpression("SET #state = :state")
                .expressionAttributeNames(Map.of("#state", "state"))
                .expressionAttributeValues(Map.of(":state", AttributeValue.fromS(state))));
  }

  abstract void call(Secret secret) throws IOException;

  /** By the JDK's HTTP client, as Splunk has no SDK for it. */
  public static final class Splunk extends BareDelivery {
    public Splunk() {
      super("splunk");
    }

    @Override
    void call(Secret secret) throws IOException {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(secret.text("baseUrl") + "/services/collector/event"))
              .header("Authorization", "Splunk " + secret.text("token"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{\"event\":\"bare\"}"))
              .build();
      HttpClient.Builder http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
      try (HttpClient client = http.build()) {
        require(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  /** By Slack's SDK. */
  public static final class Slack extends BareDelivery {
    public Slack() {
      super("slack");
    }

    @Override
    void call(Secret secret) throws IOException {
      SlackConfig config = new SlackConfig();
      config.setStatsEnabled(false);
      SlackHttpClient http =
          new SlackHttpClient(
              new OkHttpClient.Builder()
                  .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
                  .build());
      http.setConfig(config);
      MethodsClientImpl methods = new MethodsClientImpl(http, secret.text("token"));
      methods.setEndpointUrlPrefix(secret.text("baseUrl") + "/api/");
      try {
        require(
            methods
                .chatPostMessage(
                    ChatPostMessageRequest.builder().channel("#dev").text("bare").build())
                .isOk());
      } catch (SlackApiException e) {
        throw new IOException(e);
      }
    }
  }

  /** By Twilio's SDK, on the JDK's connections. */
  public static final class Twilio extends BareDelivery {
    public Twilio() {
      super("twilio");
    }

    @Override
    void call(Secret secret) {
      TwilioRestClient client =
          new TwilioRestClient.Builder(secret.text("accountSid"), secret.text("authToken"))
              .accountSid(secret.text("accountSid"))
              .httpClient(new Connections(secret.text("baseUrl")))
              .build();
      PhoneNumber nobody = new PhoneNumber(NOBODY);
      require(Message.creator(nobody, nobody, "bare").create(client).getSid() != null);
    }
  }

  private static final class Connections extends com.twilio.http.HttpClient {
    private final String baseUrl;

    private Connections(String baseUrl) {
      this.baseUrl = baseUrl;
    }

    @Override
    public Response makeRequest(Request request) {
      try {
        URI address = URI.create(baseUrl + request.constructURL().getFile());
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setDoOutput(true);
        connection.setRequestProperty("Authorization", request.getAuthString());
        connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
        connection
            .getOutputStream()
            .write(request.encodeFormBody().getBytes(StandardCharsets.UTF_8));
        byte[] answer = connection.getInputStream().readAllBytes();
        return new Response(
            new String(answer, StandardCharsets.UTF_8), connection.getResponseCode());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void require(boolean isDelivered) {
    if (!isDelivered) {
      throw new IllegalStateException("the destination took nothing");
    }
  }
}
