package dev.patchbay.local;

import com.sun.net.httpserver.HttpServer;
import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.local.api.ApiRoutes;
import dev.patchbay.local.api.HttpApi;
import dev.patchbay.local.aws.AwsEndpoint;
import dev.patchbay.local.aws.AwsService;
import dev.patchbay.local.aws.Caller;
import dev.patchbay.local.aws.cloudformation.CloudFormationService;
import dev.patchbay.local.aws.cloudwatch.Alarms;
import dev.patchbay.local.aws.dynamodb.DynamoService;
import dev.patchbay.local.aws.events.Buses;
import dev.patchbay.local.aws.events.EventBridgeService;
import dev.patchbay.local.aws.events.EventsProvider;
import dev.patchbay.local.aws.firehose.DeliveryStreams;
import dev.patchbay.local.aws.firehose.FirehoseService;
import dev.patchbay.local.aws.iam.Permissions;
import dev.patchbay.local.aws.iam.RoleProvider;
import dev.patchbay.local.aws.iam.Sessions;
import dev.patchbay.local.aws.logs.LogGroups;
import dev.patchbay.local.aws.logs.LogsService;
import dev.patchbay.local.aws.s3.S3Service;
import dev.patchbay.local.aws.secretsmanager.SecretsFile;
import dev.patchbay.local.aws.secretsmanager.SecretsService;
import dev.patchbay.local.aws.sns.SnsService;
import dev.patchbay.local.aws.sns.TopicProvider;
import dev.patchbay.local.aws.sns.Topics;
import dev.patchbay.local.aws.sqs.QueueProvider;
import dev.patchbay.local.aws.sqs.Queues;
import dev.patchbay.local.aws.sqs.SqsService;
import dev.patchbay.local.clock.HubClock;
import dev.patchbay.local.console.Actions;
import dev.patchbay.local.console.Console;
import dev.patchbay.local.console.View;
import dev.patchbay.local.lambda.EventSourceMapping;
import dev.patchbay.local.lambda.FunctionProvider;
import dev.patchbay.local.lambda.LambdaFunction;
import dev.patchbay.local.sandbox.Faults;
import dev.patchbay.local.sandbox.Inbox;
import dev.patchbay.local.sandbox.Proofs;
import dev.patchbay.local.sandbox.Sandbox;
import dev.patchbay.local.sandbox.SandboxControl;
import dev.patchbay.local.sandbox.StandInSecrets;
import dev.patchbay.local.store.Store;
import dev.patchbay.local.template.RunStack;
import dev.patchbay.local.template.StackRunner;
import dev.patchbay.local.template.TemplateException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A hub on the laptop: the template's resources, running in this JVM. */
public final class Hub implements AutoCloseable {
  /** The stack's name, and so the first part of the names of its resources. */
  public static final String STACK = "patchbay";

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final HubClock clock;
  private final Permissions permissions;
  private final Inbox inbox;
  private final Queues queues;
  private final AwsEndpoint endpoint;
  private final HttpServer consoleServer;
  private final EventBridgeService eventBridge;
  private final StackRunner stacks;
  private final EventsProvider events;
  private final TopicProvider subscriptions;
  private final Alarms alarms;
  private final SecretsFile secrets;
  private final FunctionProvider functions;
  private HttpApi api;

  /**
   * Starts a hub; it is ready on return.
   *
   * @throws TemplateException when it cannot run, in words for the user
   */
  public static Hub start(HubOptions options) {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("http.maxConnections", "64");
    Hub hub = null;
    try {
      hub = new Hub(options);
      hub.run(options);
      return hub;
    } catch (IOException e) {
      close(hub);
      throw new TemplateException("the hub cannot start: " + e.getMessage());
    } catch (RuntimeException e) {
      close(hub);
      throw e;
    }
  }

  /** What has begun to run of a hub that cannot start keeps its data folder and its ports. */
  private static void close(Hub begun) {
    if (begun != null) {
      begun.close();
    }
  }

  private Hub(HubOptions options) throws IOException {
    DataFolder data = opened(DataFolder.take(options.data()));
    clock = opened(new HubClock());
    Store store = opened(Store.open(data.file("hub.db")));
    CatalogFile catalog = CatalogFile.read(options.catalog());
    inbox = new Inbox(store);
    consoleServer = server(options.consolePort(), "console");
    StandInSecrets standIns = new StandInSecrets(catalog, this::consoleUrl, store);
    secrets = new SecretsFile(options.secrets());
    permissions = new Permissions();
    queues = new Queues(store, clock, permissions);
    Topics topics = new Topics(queues, clock, permissions);
    S3Service s3 = new S3Service(store, clock, permissions);
    DeliveryStreams streams = new DeliveryStreams(store, clock, s3, permissions);
    FirehoseService firehose = new FirehoseService(streams);
    Buses buses = new Buses(store, queues, topics, streams, permissions);
    eventBridge = new EventBridgeService(buses, clock);
    LogGroups logGroups = new LogGroups(store, clock);
    SqsService sqs = new SqsService(queues, this::endpointUrl);
    DynamoService dynamo = new DynamoService(store, clock);
    SecretsService secretsService = new SecretsService(secrets, standIns::of);
    LogsService logs = new LogsService(logGroups);
    endpoint =
        opened(
            endpoint(
                options.awsPort(),
                options.failing(),
                List.of(
                    sqs,
                    new SnsService(topics, store),
                    eventBridge,
                    dynamo,
                    s3,
                    secretsService,
                    logs,
                    firehose,
                    new CloudFormationService(this::runStacks, this::apiUrl, clock.instant())),
                permissions::caller));
    RoleProvider roles = new RoleProvider(permissions);
    alarms = new Alarms(store, queues, topics, permissions, clock);
    functions =
        new FunctionProvider(
            new Sessions(permissions, roles),
            queues,
            routes,
            this::endpointUrl,
            (group, at, text) -> {
              logGroups.append(group, at, text);
              alarms.read(group, text);
            },
            clock);
    events = new EventsProvider(buses, permissions);
    subscriptions = new TopicProvider(topics, permissions);
    stacks =
        new StackRunner(
            List.of(
                new QueueProvider(queues, sqs::url),
                subscriptions,
                events,
                dynamo,
                s3,
                secretsService,
                logs,
                firehose,
                roles,
                alarms,
                functions),
            Map.of("Routes", options.routes()));
    Faults faults = new Faults(clock);
    consoleServer.createContext(
        Sandbox.PATH,
        new Sandbox(
            catalog,
            name -> standIns.ofConnector(name).orElse(Map.of()),
            inbox,
            faults,
            new Proofs(permissions, InstantSource.system()),
            clock));
    consoleServer.createContext(SandboxControl.PATH, new SandboxControl(catalog, faults));
  }

  private final ApiRoutes routes = new ApiRoutes();

  private void run(HubOptions options) throws IOException {
    consoleServer.start();
    open.push(() -> consoleServer.stop(0));
    Map<String, String> parameters = new HashMap<>(options.parameters());
    parameters.put("Catalog", options.catalog().toAbsolutePath().toString());
    stacks.run(options.template(), STACK, parameters);
    eventBridge.resumeReplays();
    functions.functions().forEach(open::push);
    for (EventSourceMapping mapping : functions.mappings()) {
      opened(mapping).start();
    }
    api = opened(api(options.port()));
    Thread.ofVirtual().start(() -> functions.functions().forEach(Hub::warm));
  }

  /** The first webhook and the first delivery need not wait for their functions' classes. */
  private static void warm(LambdaFunction function) {
    try {
      function.warm();
    } catch (RuntimeException e) {
      dev.patchbay.core.log.Log.error("function cannot start", e, "function", function.name());
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.push(part);
    return part;
  }

  private static AwsEndpoint endpoint(
      int port, int failing, List<AwsService> services, Function<String, Caller> callers)
      throws IOException {
    try {
      return new AwsEndpoint(port, services, callers, failing);
    } catch (BindException e) {
      throw taken(port, "--aws-port");
    }
  }

  private HttpApi api(int port) throws IOException {
    try {
      return new HttpApi(port, routes, clock);
    } catch (BindException e) {
      throw taken(port, "--port");
    }
  }

  private static HttpServer server(int port, String what) throws IOException {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      return server;
    } catch (BindException e) {
      throw taken(port, "--" + what + "-port");
    }
  }

  private static TemplateException taken(int port, String option) {
    return new TemplateException("port " + port + " is in use; choose another with " + option);
  }

  /** Shows the console, which reads by the given view and does what the actions do. */
  public void showConsole(View view, Actions actions) {
    consoleServer.createContext("/", new Console(view, actions, inbox, this::alarms));
  }

  private List<RunStack> runStacks() {
    return stacks.stacks();
  }

  private String apiUrl() {
    return "http://127.0.0.1:" + api.port();
  }

  /** Where sources post, without a slash at its end. */
  public String webhooksUrl() {
    return apiUrl() + "/webhooks";
  }

  /** Port of the HTTP API. */
  public int port() {
    return api.port();
  }

  /** Address of the AWS endpoint. */
  public String endpointUrl() {
    return endpoint.uri().toString();
  }

  /** Address of the console. */
  public String consoleUrl() {
    return "http://127.0.0.1:" + consoleServer.getAddress().getPort();
  }

  /** The names that {@code secrets.json} gives a value. */
  public List<String> secretNames() {
    return secrets.names().stream().sorted().toList();
  }

  /** What the template declares and the laptop does not run: logical ids by type. */
  public Map<String, List<String>> notRun() {
    Map<String, List<String>> notRun = new TreeMap<>(stacks.notRun());
    if (!events.notRun().isEmpty()) {
      notRun.put("targets of rules", events.notRun());
    }
    if (!subscriptions.notRun().isEmpty()) {
      notRun.put("subscriptions", subscriptions.notRun());
    }
    if (!alarms.notRun().isEmpty()) {
      notRun.put("alarms", alarms.notRun());
    }
    return notRun;
  }

  /** The alarms that the laptop runs: {@code alarm}, {@code state}, {@code since}, description. */
  public List<Map<String, Object>> alarms() {
    return alarms.states();
  }

  /** What has arrived at the sandbox. */
  public Inbox inbox() {
    return inbox;
  }

  /** The queues, to look into without taking anything. */
  public Queues queues() {
    return queues;
  }

  /** The hub's time, which a test may move. */
  public HubClock clock() {
    return clock;
  }

  /** Who may do what. */
  public Permissions permissions() {
    return permissions;
  }

  /** The template's functions, as they are set and run here. */
  public List<LambdaFunction> functions() {
    return List.copyOf(functions.functions());
  }

  /** Whether any function is at work: a test that moves time on waits for that to end. */
  public boolean isBusy() {
    return functions.functions().stream().anyMatch(LambdaFunction::isBusy);
  }

  @Override
  public void close() {
    List<Exception> failures = new ArrayList<>();
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        failures.add(e);
      }
    }
    failures.forEach(
        failure -> dev.patchbay.core.log.Log.error("the hub did not close cleanly", failure));
  }
}
