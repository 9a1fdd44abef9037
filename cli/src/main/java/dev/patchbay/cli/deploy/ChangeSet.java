package dev.patchbay.cli.deploy;

import dev.patchbay.cli.command.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.ChangeSource;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.Replacement;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.ResourceChangeDetail;

/**
 * What CloudFormation would do to a stack and the stacks in it: made, looked at, then carried out
 * or deleted.
 */
final class ChangeSet {
  private static final long PAUSE = 1500; // milliseconds; AWS's own tools ask every five seconds

  private final CloudFormationClient cloudFormation;
  private final String id;
  private final DescribeChangeSetResponse made;

  private ChangeSet(
      CloudFormationClient cloudFormation, String id, DescribeChangeSetResponse made) {
    this.cloudFormation = cloudFormation;
    this.id = id;
    this.made = made;
  }

  /**
   * Makes one and waits until it stands.
   *
   * @param nested whether the changes of nested stacks are found out too
   */
  static ChangeSet make(
      CloudFormationClient cloudFormation, Deployment deployment, boolean nested) {
    String name = "patchbay-" + java.util.UUID.randomUUID();
    String id =
        cloudFormation
            .createChangeSet(
                create ->
                    create
                        .stackName(deployment.stack())
                        .changeSetName(name)
                        .changeSetType(
                            deployment.isNew() ? ChangeSetType.CREATE : ChangeSetType.UPDATE)
                        .templateURL(deployment.templateUrl())
                        .parameters(deployment.parameters())
                        .capabilitiesWithStrings("CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND")
                        .includeNestedStacks(nested))
            .id();
    DescribeChangeSetResponse made = describe(cloudFormation, id, null);
    while (isUnderWay(made.status())) {
      Pause.of(PAUSE);
      made = describe(cloudFormation, id, null);
    }
    return new ChangeSet(cloudFormation, id, made);
  }

  private static boolean isUnderWay(ChangeSetStatus status) {
    return status == ChangeSetStatus.CREATE_PENDING || status == ChangeSetStatus.CREATE_IN_PROGRESS;
  }

  private static DescribeChangeSetResponse describe(
      CloudFormationClient cloudFormation, String id, String token) {
    return cloudFormation.describeChangeSet(get -> get.changeSetName(id).nextToken(token));
  }

  /** Id of the stack, which stays its own whatever other stacks bear its name later. */
  String stackId() {
    return made.stackId();
  }

  /** Whether the stack is as the template says already. */
  boolean isEmpty() {
    return hasFailed()
        && Stream.of("didn't contain changes", "No updates are to be performed")
            .anyMatch(reason()::contains);
  }

  boolean hasFailed() {
    return made.status() == ChangeSetStatus.FAILED;
  }

  /** Why it has failed, in CloudFormation's words. */
  String reason() {
    return made.statusReason() == null ? "" : made.statusReason();
  }

  /**
   * Every change, those in nested stacks after the stack that holds them. CloudFormation lists each
   * nested stack as modified, whether anything in it changes or not; such a line is none.
   */
  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    add(id, List.of(), changes);
    return changes;
  }

  private void add(String changeSet, List<String> stack, List<Change> changes) {
    String token = null;
    do {
      DescribeChangeSetResponse page = describe(cloudFormation, changeSet, token);
      for (var each : page.changes()) {
        ResourceChange resource = each.resourceChange();
        if (!isFormality(resource)) {
          changes.add(change(resource, stack));
        }
        if (resource.changeSetId() != null) {
          List<String> inner = new ArrayList<>(stack);
          inner.add(resource.logicalResourceId());
          add(resource.changeSetId(), inner, changes);
        }
      }
      token = page.nextToken();
    } while (token != null);
  }

  /**
   * Whether it says only that a nested stack was looked into: its own changes follow, or nothing
   * that it is given changes, its template included, whose address is its digest.
   */
  private static boolean isFormality(ResourceChange resource) {
    return Change.STACK.equals(resource.resourceType())
        && resource.action() == ChangeAction.MODIFY
        && (resource.changeSetId() != null || isAutomatic(resource));
  }

  private static boolean isAutomatic(ResourceChange resource) {
    return !resource.details().isEmpty()
        && resource.details().stream()
            .allMatch(detail -> detail.changeSource() == ChangeSource.AUTOMATIC);
  }

  private static Change change(ResourceChange resource, List<String> stack) {
    return new Change(
        stack,
        kind(resource),
        resource.logicalResourceId(),
        resource.resourceType(),
        resource.details().stream().flatMap(ChangeSet::property).distinct().toList());
  }

  private static String kind(ResourceChange resource) {
    if (resource.replacement() == Replacement.TRUE) {
      return "replace";
    }
    String kind = resource.actionAsString().toLowerCase(java.util.Locale.ROOT);
    return resource.replacement() == Replacement.CONDITIONAL ? kind + "?" : kind;
  }

  private static Stream<String> property(ResourceChangeDetail detail) {
    return detail.target() == null
        ? Stream.empty()
        : Stream.ofNullable(
            detail.target().name() == null
                ? detail.target().attributeAsString()
                : detail.target().name());
  }

  /** Begins to carry it out; what is new goes away again where that fails, the ledger included. */
  void execute(boolean isNew) {
    cloudFormation.executeChangeSet(
        execute -> {
          execute.changeSetName(id);
          if (isNew) {
            execute.retainExceptOnCreate(true);
          }
        });
  }

  /** Takes it away, with those of nested stacks; and the empty stack that it was made for. */
  void delete(Deployment deployment) {
    cloudFormation.deleteChangeSet(delete -> delete.changeSetName(id));
    if (deployment.isNew()) {
      cloudFormation.deleteStack(delete -> delete.stackName(deployment.stack()));
    }
  }

  /**
   * Refuses one that cannot be carried out.
   *
   * @throws CommandFailure with CloudFormation's reason
   */
  void check() {
    if (hasFailed() && !isEmpty()) {
      throw new CommandFailure("CloudFormation refuses the template: " + reason());
    }
  }
}
