package dev.patchbay.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ChangeTest {
  private static Change change(String kind, String... place) {
    List<String> path = List.of(place);
    return new Change(
        path.subList(0, path.size() - 1),
        kind,
        path.getLast(),
        "AWS::Lambda::Function",
        List.of("Code"));
  }

  @Test
  void saysWhoseAResourceIs() {
    assertThat(change("modify", "Routes", "SumoLogicConnector", "Function").line())
        .isEqualTo("  modify   connector sumo-logic: Function (Lambda Function): Code");
    assertThat(change("add", "Routes", "RecordRule").line())
        .isEqualTo("  add      routes: RecordRule (Lambda Function): Code");
    assertThat(change("replace", "WebhookFunction").line())
        .isEqualTo("  replace  WebhookFunction (Lambda Function): Code");
  }

  @Test
  void isOfTheRoutesUnlessItChangesWhatIsThere() {
    assertThat(change("modify", "Routes").isOfRoutes()).isTrue();
    assertThat(change("remove", "Routes", "RecordRule").isOfRoutes()).isTrue();
    assertThat(change("add", "Routes", "BoxConnector", "Function").isOfRoutes()).isTrue();
    assertThat(change("modify", "Routes", "BoxConnector", "Function").isOfRoutes()).isFalse();
    assertThat(change("modify", "WebhookFunction").isOfRoutes()).isFalse();
  }
}
