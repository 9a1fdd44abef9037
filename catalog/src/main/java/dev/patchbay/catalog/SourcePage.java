package dev.patchbay.catalog;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.json.Records;
import dev.patchbay.core.secret.Secrets;
import java.util.List;

/** The page of a source, made of its entry and its samples. */
final class SourcePage {
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
            .heading(2, "Address")
            .paragraph(
                "`https://YOUR-HUB/webhooks/%1$s`, or `https://YOUR-HUB/webhooks/%1$s/ACCOUNT` for one of several accounts."
                    .formatted(source.name()))
            .heading(2, "Secret")
            .paragraph(
                "Name: `%s`, or `%s` for an account."
                    .formatted(
                        Secrets.ofSource(source.name(), "default"),
                        Secrets.ofSource(source.name(), "ACCOUNT")));
    if (!entry.samples().isEmpty()) {
      page.heading(2, "Samples").table(List.of("sample"), samples());
    }
    return page.toString();
  }

  private List<List<String>> samples() {
    return entry.samples().stream()
        .map(path -> path.toString().replace('\\', '/'))
        .map(path -> List.of("[`%s`](../../../webhooks/sources/%s/%s)".formatted(path, entry.name(), path)))
        .toList();
  }
}
