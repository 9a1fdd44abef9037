package dev.patchbay.local.aws.parity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.moto.Moto;
import dev.patchbay.local.aws.LocalAws;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same calls by the same SDK to the laptop and to moto: the same answers, but for the
 * differences that docs/aws-differences.md lists, each with why. One that it does not list fails
 * the test, and so does one that it lists and that is no more.
 */
class LikeMotoTest {
  private static final String NOTHING = "–";

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> answersAsMotoDoes() throws Exception {
    List<Call> calls = new ArrayList<>();
    calls.addAll(SqsCalls.ALL);
    calls.addAll(SnsCalls.ALL);
    calls.addAll(EventCalls.ALL);
    calls.addAll(SecretCalls.ALL);
    calls.addAll(StoreCalls.ALL);
    List<Differences.Row> found = new ArrayList<>();
    try (LocalAws aws = new LocalAws(folder);
        Moto moto = Moto.start();
        Clients ours = Clients.of(aws);
        Clients theirs = Clients.of(moto)) {
      Setting.of(aws);
      Setting.of(theirs);
      for (Call call : calls) {
        Map<String, String> here = Answers.of(call.work(), ours);
        Map<String, String> there = Answers.of(call.work(), theirs);
        found.addAll(differences(call.name(), here, there));
      }
    }
    List<Differences.Row> listed =
        Differences.table("Where moto answers otherwise").stream()
            .map(row -> new Differences.Row(row.cells().subList(0, 4)))
            .toList();
    assertThat(calls).extracting(Call::name).doesNotHaveDuplicates();
    return Stream.concat(
        calls.stream()
            .map(
                call ->
                    DynamicTest.dynamicTest(
                        call.name(),
                        () ->
                            assertThat(of(call.name(), found)).isEqualTo(of(call.name(), listed)))),
        Stream.of(
            DynamicTest.dynamicTest(
                "every difference that is listed is one of these calls",
                () ->
                    assertThat(listed)
                        .allSatisfy(
                            row ->
                                assertThat(calls)
                                    .extracting(Call::name)
                                    .contains(row.cells().getFirst())))));
  }

  private static List<String> of(String call, List<Differences.Row> rows) {
    return rows.stream()
        .filter(row -> row.cells().getFirst().equals(call))
        .map(Differences.Row::toString)
        .sorted()
        .toList();
  }

  private static List<Differences.Row> differences(
      String call, Map<String, String> here, Map<String, String> there) {
    TreeSet<String> paths = new TreeSet<>(here.keySet());
    paths.addAll(there.keySet());
    return paths.stream()
        .filter(path -> !here.getOrDefault(path, NOTHING).equals(there.get(path)))
        .map(
            path ->
                new Differences.Row(
                    List.of(
                        call,
                        path,
                        here.getOrDefault(path, NOTHING),
                        there.getOrDefault(path, NOTHING))))
        .toList();
  }
}
