package dev.patchbay.cli.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import software.amazon.awssdk.thirdparty.jackson.core.JsonGenerator;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORFactory;

/**
 * CloudWatch's answer to DescribeAlarms in Smithy's RPC v2 CBOR, which the SDK speaks and moto does
 * not (<a href="https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html">the
 * protocol</a>).
 */
final class Alarms implements AutoCloseable {
  private final HttpServer server;
  private final List<String> ringing;
  private volatile boolean refuses;

  Alarms(String... ringing) throws IOException {
    this.ringing = List.of(ringing);
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on, as an IAM policy that does not allow it. */
  void refuse() {
    refuses = true;
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    boolean isKnown = exchange.getRequestURI().getPath().endsWith("/operation/DescribeAlarms");
    byte[] body = isKnown && !refuses ? alarms() : refusal();
    exchange.getResponseHeaders().set("smithy-protocol", "rpc-v2-cbor");
    exchange.getResponseHeaders().set("content-type", "application/cbor");
    exchange.sendResponseHeaders(isKnown ? refuses ? 403 : 200 : 404, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private byte[] alarms() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator cbor = new CBORFactory().createGenerator(bytes)) {
      cbor.writeStartObject();
      cbor.writeArrayFieldStart("MetricAlarms");
      for (String name : ringing) {
        cbor.writeStartObject();
        cbor.writeStringField("AlarmName", name);
        cbor.writeEndObject();
      }
      cbor.writeEndArray();
      cbor.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static byte[] refusal() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator cbor = new CBORFactory().createGenerator(bytes)) {
      cbor.writeStartObject();
      cbor.writeStringField("__type", "com.amazonaws.cloudwatch#AccessDenied");
      cbor.writeStringField("message", "not authorized to perform: cloudwatch:DescribeAlarms");
      cbor.writeEndObject();
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
