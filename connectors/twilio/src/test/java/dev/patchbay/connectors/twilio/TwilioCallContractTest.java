package dev.patchbay.connectors.twilio;

import java.util.Map;

/** The same for calls. */
class TwilioCallContractTest extends TwilioContractTest {
  @Override
  protected Map<String, Object> parameters() {
    return Map.of("to", "+15005550009", "text", "{{ title }}", "call", true);
  }

  @Override
  protected String yes() {
    return "{\"sid\":\"CA1\",\"status\":\"queued\"}";
  }

  @Override
  protected String harmless(String title) {
    return super.harmless(title).replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }
}
