package dev.patchbay.cli.cost;

import java.util.List;

/** The page docs/cost.md. */
public final class CostPage {
  private CostPage() {}

  /** The page's text; the same report gives the same text. */
  public static String of(CostReport report) {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        <!-- Made by ./patchbay cost --docs from template.yaml, routes.yaml, the catalog and the price table. Not edited by hand. -->
        # Cost

        What a hub costs on AWS, computed by `./patchbay cost` from `template.yaml` and its nested stacks, from `routes.yaml`, from
        the catalog, and from prices of %s as they were on %s. No hub has run on AWS for this page: it is
        arithmetic, and what it rests on stands below. Your own figures: `./patchbay cost --help`.
        """
            .formatted(report.prices().region(), report.prices().date()));
    CostTables.of(report).forEach(table -> append(page, table));
    append(page, CostTables.prices(report.prices()));
    page.append(
        """

        ## What is left out

        - Retries: a delivery that succeeds at its second attempt costs its queue, its function and its ledger twice.
        - What failures answer: it is kept up to 4 KB until the next attempt, whose two writes are up to five units each.
        - Deliveries that wait for their turn at a paced destination come out of their queue more than once.
        - The start of the webhook function and of what else has a snapshot: AWS charges Java none for it, and little for waking it.
        - What a destination charges: a text message costs hundreds of times what its way through the hub does.
        - AWS's own events and the services that AWS targets of routes lead to.
        - Taxes, support plans, and the first year's free tier of a new account, which covers the API too.
        """);
    return page.toString();
  }

  private static void append(StringBuilder page, Table table) {
    page.append("\n## ").append(table.title()).append("\n\n");
    line(page, table.heads());
    line(page, table.heads().stream().map(_ -> "---").toList());
    table.rows().forEach(row -> line(page, row));
    table.notes().forEach(note -> page.append('\n').append(note).append('\n'));
  }

  private static void line(StringBuilder page, List<String> cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
