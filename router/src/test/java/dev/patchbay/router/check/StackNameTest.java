package dev.patchbay.router.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.router.TestCatalog;
import dev.patchbay.router.route.Route;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackNameTest {
  private static List<Route> route(int letters) {
    return TestCatalog.routes(
        "routes: [{name: %s, when: {type: [x]}, deliver: [{box: }]}]"
            .formatted("r".repeat(letters)));
  }

  @Test
  void takesANameThatABucketMayBeginWith() {
    assertThat(StackName.fault("patchbay", List.of())).isEmpty();
    assertThat(StackName.fault("Patchbay", List.of()).orElseThrow())
        .contains("take a-z, 0-9 and -");
    assertThat(StackName.fault("s".repeat(25), List.of())).isEmpty();
    assertThat(StackName.fault("s".repeat(26), List.of()).orElseThrow())
        .contains("is 26 characters; a stack's name has 25 at most");
  }

  @Test
  void takesANameWithWhichTheNamesOfRulesAreNotTooLong() {
    assertThat(StackName.fault("s".repeat(17), route(40))).isEmpty();
    assertThat(StackName.fault("s".repeat(18), route(40)).orElseThrow())
        .contains("is longer than the 64 characters that AWS takes");
  }
}
