package dev.patchbay.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

@Command(
    name = "redrive",
    description = "Put dead letters back, so that they are delivered after all.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./patchbay redrive --connector slack",
      "  ./patchbay redrive --reason 401 --since 2h --rate 5",
      "  ./patchbay redrive --all"
    })
final class RedriveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Running hub;
  @Mixin private DeadLetterFilter filter;

  @Option(names = "--all", description = "all of them")
  private boolean all;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "at most so many a second (default: ${DEFAULT-VALUE})")
  private int rate = 10;

  @Override
  public Integer call() throws InterruptedException {
    filter.check();
    if (!all && !filter.isNarrow()) {
      throw new Misuse("say which: IDs, --connector, --route, --reason, --since …, or --all");
    }
    if (rate < 1 || rate > 500) {
      throw new Misuse("--rate is from 1 to 500 a second, as SQS moves messages");
    }
    try (DeadLetters letters = new DeadLetters(hub)) {
      return filter.onlyConnector() == null ? some(letters) : queue(letters);
    }
  }

  /** A whole queue is moved by SQS itself, and goes on when this command has ended. */
  private int queue(DeadLetters letters) {
    String from = hub.stack() + "-" + filter.onlyConnector() + "-dead-letters";
    if (letters.hops().stream().noneMatch(hop -> hop.queue().equals(from))) {
      throw new CommandFailure("there is no queue " + from);
    }
    SqsClient sqs = letters.sqs();
    String waiting = count(sqs, letters.url(from));
    if (!waiting.equals("0")) {
      sqs.startMessageMoveTask(
          move ->
              move.sourceArn(arn(sqs, letters.url(from)))
                  .destinationArn(arn(sqs, letters.url(hub.stack() + "-" + filter.onlyConnector())))
                  .maxNumberOfMessagesPerSecond(rate));
    }
    spec.commandLine().getOut().println("about " + waiting + " on their way back");
    return 0;
  }

  private static String arn(SqsClient sqs, String url) {
    return attribute(sqs, url, QueueAttributeName.QUEUE_ARN);
  }

  private static String count(SqsClient sqs, String url) {
    return attribute(sqs, url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
  }

  private static String attribute(SqsClient sqs, String url, QueueAttributeName name) {
    return sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(name))
        .attributes()
        .get(name);
  }

  private int some(DeadLetters letters) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    int back = 0;
    int failed = 0;
    try (EventBridgeClient events = hub.client(EventBridgeClient.builder()).build()) {
      Redrive redrive = new Redrive(hub, letters, events);
      List<DeadLetter> found = letters.find(filter);
      for (DeadLetter letter : found) {
        try {
          redrive.redrive(letter);
          back++;
        } catch (RuntimeException e) {
          failed++;
          spec.commandLine().getErr().println(letter.id() + ": " + Failures.explain(e));
        }
        Thread.sleep(1000 / rate);
      }
    }
    out.println(back + " put back" + (failed == 0 ? "" : ", " + failed + " left where they were"));
    return failed == 0 ? 0 : 1;
  }
}
