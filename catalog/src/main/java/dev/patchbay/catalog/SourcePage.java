package dev.patchbay.catalog;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.catalog.SourceEntry.Handshake;
import dev.patchbay.core.catalog.SourceEntry.Scheme;
import dev.patchbay.core.catalog.SourceEntry.Signature;
import dev.patchbay.core.json.Durations;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Records;
import dev.patchbay.core.secret.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The page of a source, made of its entry and its samples. */
final class SourcePage {
  private static final String ADDRESS = "https://YOUR-HUB/webhooks/";
  private static final List<String> ATTRIBUTES =
      List.of("id", "type", "time", "subject", "title", "url", "actor", "severity");

  private final Entry entry;
  private final SourceEntry source;

  SourcePage(Entry entry) {
    this.entry = entry;
    this.source = Records.bind(entry.json(), SourceEntry.class);
  }

  String text() {
    Markdown page =
        new Markdown()
            .generated(entry.file())
            .heading(1, source.title())
            .paragraph(source.summary())
            .paragraph(
                "Category: %s. The provider's own page: <%s>. The entry: [`%s`](../../../%s)."
                    .formatted(source.category(), source.docs(), entry.file(), entry.file()))
            .heading(2, "Set it up")
            .paragraph(address())
            .steps(
                source.setup().stream()
                    .map(step -> step.replace("{url}", "`" + ADDRESS + source.name() + "`"))
                    .toList());
    secret(page);
    page.heading(2, "What is checked")
        .steps(source.signature().stream().map(SourcePage::signature).toList());
    if (!source.handshake().isEmpty()) {
      page.heading(2, "What is answered without making an event")
          .steps(source.handshake().stream().map(SourcePage::handshake).toList());
    }
    answers(page);
    page.heading(2, "What becomes of a payload")
        .table(List.of("attribute", "where it is read"), attributes());
    types(page);
    if (!source.redact().isEmpty()) {
      page.paragraph(
          "Redacted before anything is stored: "
              + String.join(", ", source.redact().stream().map(Markdown::value).toList())
              + ".");
    }
    return page.heading(2, "Samples").table(List.of("sample"), samples()).toString();
  }

  private String address() {
    return source.signature().stream().anyMatch(one -> one.scheme() == Scheme.IAM)
        ? "It has no webhook: AWS hands its events over."
        : "The webhook's address is `%1$s%2$s`, or `%1$s%2$s/ACCOUNT` for one of several."
            .formatted(ADDRESS, source.name());
  }

  private void secret(Markdown page) {
    page.heading(2, "Secret");
    if (source.secret() == null) {
      page.paragraph("None.");
      return;
    }
    page.paragraph(
            "Name: `%s`, or `%s` for an account."
                .formatted(
                    Secrets.ofSource(source.name(), "default"),
                    Secrets.ofSource(source.name(), "ACCOUNT")))
        .properties(source.secret().properties(), source.secret().required());
  }

  private static String signature(Signature signature) {
    String at = signature.at() == null ? "" : " at `" + signature.at() + "`";
    String signed = ", over `" + signature.signed() + "`";
    String what =
        switch (signature.scheme()) {
          case HMAC -> "An HMAC with " + signature.hash() + at + signed;
          case DIGEST -> "A digest by " + signature.hash() + at + signed;
          case TOKEN -> "A shared token" + at;
          case BASIC -> "HTTP basic authentication";
          case ED25519 -> "An Ed25519 signature" + at + signed;
          case ECDSA -> "An ECDSA signature with " + signature.hash() + at + signed;
          case RSA -> "An RSA signature with " + signature.hash() + at + signed;
          case JWT -> "A JSON Web Token (" + String.join(", ", signature.algorithms()) + ")" + at;
          case STANDARD_WEBHOOKS ->
              "A Standard Webhooks signature, headers `" + signature.at() + "-…`";
          case IAM ->
              "Nothing by HTTP: AWS delivers these events itself, as IAM and the parameters of"
                  + " template.yaml allow";
          case NONE -> "Nothing: this source does not sign, so keep the address to yourself";
        };
    return what + key(signature) + age(signature) + when(signature.when()) + ".";
  }

  private static String key(Signature signature) {
    if (signature.certificate() != null) {
      return ", by a certificate from hosts that match "
          + Markdown.value(signature.certificate().hosts());
    }
    return signature.key() == null ? "" : ", key `" + signature.key() + "`";
  }

  private static String age(Signature signature) {
    return signature.timestamp() == null
        ? ""
        : ", at most "
            + Durations.format(signature.timestamp().tolerance())
            + " old by `"
            + signature.timestamp().at()
            + "`";
  }

  private static String when(String expression) {
    return expression == null ? "" : ", when " + Markdown.value(expression);
  }

  private static String handshake(Handshake handshake) {
    String body =
        handshake.answer().body() == null ? "no body" : Markdown.value(handshake.answer().body());
    return "When %s%s: %s%s%d with %s."
        .formatted(
            Markdown.value(handshake.when()),
            handshake.unsigned() ? ", signed or not" : "",
            handshake.store().isEmpty()
                ? ""
                : "the secret's "
                    + String.join(", ", handshake.store().keySet())
                    + " is kept where it is still empty, and then ",
            handshake.visit() == null
                ? ""
                : "the address at `" + handshake.visit().url() + "` is called, and then ",
            handshake.answer().status(),
            body);
  }

  private void answers(Markdown page) {
    List<String> own = new ArrayList<>();
    source
        .answers()
        .accepted()
        .forEach(
            one ->
                own.add(
                    "An event%s: %d%s."
                        .formatted(
                            when(one.when()),
                            one.status(),
                            one.body() == null ? "" : " with " + Markdown.value(one.body()))));
    new TreeMap<>(source.answers().refused())
        .forEach((cause, status) -> own.add("Refused for %s: %d.".formatted(cause, status)));
    if (!own.isEmpty()) {
      page.heading(2, "What is answered out of the usual").steps(own);
    }
  }

  private List<List<String>> attributes() {
    Map<String, Object> event = Json.object(entry.json().get("event"));
    List<List<String>> rows = new ArrayList<>();
    if (event.get("items") != null) {
      rows.add(List.of("one event each", Markdown.value(event.get("items"))));
    }
    for (String attribute : ATTRIBUTES) {
      if (event.get(attribute) != null) {
        rows.add(List.of("`" + attribute + "`", Markdown.value(event.get(attribute))));
      }
    }
    return rows;
  }

  private void types(Markdown page) {
    if (!source.event().types().isEmpty()) {
      page.paragraph(
          "Read in a way of their own: "
              + String.join(
                  ", ", source.event().types().keySet().stream().map(Markdown::value).toList())
              + ".");
    }
  }

  private List<List<String>> samples() {
    return entry.samples().stream()
        .map(path -> path.toString().replace('\\', '/'))
        .map(
            path ->
                List.of(
                    "[`%s`](../../../webhooks/sources/%s/%s)".formatted(path, entry.name(), path)))
        .toList();
  }
}
