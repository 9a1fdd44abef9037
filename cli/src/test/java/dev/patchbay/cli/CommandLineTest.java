package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.command.Progress;
import dev.patchbay.core.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** The command as a command line: its commands, its help, its exit codes, its words on a slip. */
final class CommandLineTest {
  @BeforeAll
  static void home() {
    System.setProperty("patchbay.home", System.getProperty("patchbay.root"));
    System.setProperty("patchbay.caller", System.getProperty("patchbay.root"));
  }

  /** Every command and every command of a command. */
  private static Stream<CommandLine> commands(CommandLine command) {
    return command.getSubcommands().values().stream()
        .filter(sub -> !sub.getCommandName().equals("help"))
        .flatMap(sub -> Stream.concat(Stream.of(sub), commands(sub)));
  }

  private static Stream<CommandLine> commands() {
    return commands(Main.command());
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName().substring("patchbay ".length());
  }

  @Test
  void hasEveryCommandThatItPromises() {
    assertThat(commands().map(CommandLineTest::name))
        .contains(
            "up",
            "send",
            "events",
            "trace",
            "tail",
            "deadletters",
            "redrive",
            "discard",
            "replay",
            "routes check",
            "routes test",
            "routes explain",
            "routes compile",
            "catalog list",
            "catalog show",
            "catalog check",
            "catalog new",
            "catalog docs",
            "cost",
            "sandbox",
            "deploy");
  }

  @TestFactory
  Stream<DynamicTest> theHelpOfEveryCommandHasExamplesThatItUnderstands() {
    return commands()
        .map(
            command ->
                DynamicTest.dynamicTest(
                    name(command),
                    () -> {
                      List<String> examples =
                          List.of(command.getCommandSpec().usageMessage().footer()).stream()
                              .filter(line -> line.startsWith("  ./patchbay "))
                              .toList();
                      assertThat(examples).isNotEmpty();
                      examples.forEach(CommandLineTest::assertUnderstood);
                    }));
  }

  /** What follows two blanks or a bar is no part of the command. */
  private static void assertUnderstood(String example) {
    String words =
        example.strip().substring("./patchbay ".length()).replaceFirst(" {2,}.*| [|].*", "");
    CommandLine command = Main.command();
    assertThat(command.parseArgs(words.split(" ")).errors()).as(example).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> everyListingCanBeJson() {
    return Stream.of(
            "events",
            "trace",
            "tail",
            "deadletters",
            "routes check",
            "routes test",
            "routes explain",
            "catalog list",
            "catalog check",
            "cost",
            "send")
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () ->
                        assertThat(
                                commands()
                                    .filter(command -> name(command).equals(name))
                                    .findFirst()
                                    .orElseThrow()
                                    .getCommandSpec()
                                    .optionsMap())
                            .containsKey("--json")));
  }

  @Test
  void aSlipOfTheKeyboardIsMisuseAndNamesWhatWasMeant() {
    assertSlip("there is no command 'evnts'; did you mean 'events'?", "evnts");
    assertSlip("there is no option --jsn; did you mean '--json'?", "events", "--jsn");
    assertSlip("there is no command 'chek'; did you mean 'check'?", "routes", "chek");
    assertSlip("did you mean '--event-size'?", "cost", "--evnt-size=3");
    assertSlip("'more' is one argument too many", "events", "more");
    assertSlip("Missing required subcommand", "routes");
    assertSlip("Missing required parameter: 'ID'", "trace");
    assertSlip("'lots' is not an int", "events", "--limit", "lots");
    assertSlip("write: ./patchbay catalog new source NAME", "catalog", "new", "sorce", "x");
    assertSlip("--for", "tail", "--for", "ever");
  }

  private static void assertSlip(String said, String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.exit()).as(String.join(" ", arguments)).isEqualTo(2);
    assertThat(run.err()).startsWith("patchbay: ").contains(said);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void noCommandAtAllPrintsTheHelpAndIsMisuse() {
    CommandRun run = CommandRun.of();
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).contains("Examples:").contains("Exit codes: 0 done, 1 failed, 2 misused");
    assertThat(CommandRun.of("--help").exit()).isZero();
  }

  @Test
  void whatCannotBeDoneIsAFailureAndNoMisuse() {
    assertThat(CommandRun.of("catalog", "show", "slak").exit()).isEqualTo(1);
    assertThat(CommandRun.of("catalog", "show", "slak").err()).contains("did you mean 'slack'?");
    CommandRun away = CommandRun.of("events", "--aws-port", "1");
    assertThat(away.exit()).isEqualTo(1);
    assertThat(away.err()).contains("no hub answers").contains("./patchbay up");
  }

  @Test
  void nothingThatIsNoTerminalGetsColour() {
    for (String[] command :
        new String[][] {{"--help"}, {"cost", "--help"}, {"cost"}, {"catalog", "list"}}) {
      assertThat(CommandRun.of(command).out()).isNotEmpty().doesNotContain("\033");
    }
  }

  @Test
  void progressIsOneLineOnATerminalAndRareElsewhere() throws Exception {
    StringWriter shown = new StringWriter();
    try (Progress progress = new Progress(new PrintWriter(shown, true), true)) {
      Thread.sleep(150);
      progress.say("10 of 20");
      progress.say("11 of 20");
      Thread.sleep(150);
      progress.say("20");
    }
    assertThat(shown.toString()).startsWith("\r10 of 20\r20      \r").endsWith("\r");
    assertThat(shown.toString()).doesNotContain("11 of 20").doesNotContain("\n");
    StringWriter elsewhere = new StringWriter();
    try (Progress progress = new Progress(new PrintWriter(elsewhere, true), false)) {
      Thread.sleep(150);
      progress.say("10 of 20");
    }
    assertThat(elsewhere.toString()).isEmpty();
  }

  @Test
  void listingsOfTheCatalogAreTheSameAsJson() {
    Object listed = Json.parse(CommandRun.of("catalog", "list", "--json").out());
    assertThat((List<?>) listed).hasSizeGreaterThan(100);
    assertThat(CommandRun.of("catalog", "list").out()).contains("slack").contains("github");
    assertThat(Json.parse(CommandRun.of("catalog", "check", "--json").out())).isEqualTo(List.of());
    assertThat(Json.parse(CommandRun.of("send", "github", "--json").out()))
        .asString()
        .contains("push");
  }

  @Test
  void routesAreTestedAndExplainedAsJsonToo() {
    CommandRun tested = CommandRun.of("routes", "test", "--json");
    assertThat(tested.exit()).as(tested.err()).isZero();
    assertThat((List<?>) Json.parse(tested.out()))
        .isNotEmpty()
        .allSatisfy(test -> assertThat(Json.object(test)).containsEntry("passed", true));
    Map<String, Object> explained =
        Json.object(
            ((List<?>)
                    Json.parse(
                        CommandRun.of("routes", "explain", "github", "push", "--json").out()))
                .getFirst());
    assertThat((List<?>) explained.get("routes"))
        .anySatisfy(
            route ->
                assertThat(Json.object(route))
                    .containsEntry("route", "pushes")
                    .containsEntry("matched", true))
        .anySatisfy(
            route ->
                assertThat((List<?>) Json.object(route).get("failed"))
                    .anySatisfy(leaf -> assertThat(Json.object(leaf)).containsKey("wanted")));
  }
}
