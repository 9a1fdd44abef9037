package dev.patchbay.local.template;

import dev.patchbay.local.aws.Arns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs a template: makes every resource that a provider can make, in the order of their references,
 * nested stacks included. For one thread.
 */
public final class StackRunner {
  /**
   * CloudFormation's limit for a stack
   * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html).
   */
  private static final int MOST_RESOURCES = 500;

  private static final String FUNCTION = "AWS::Serverless::Function";

  private final Map<String, Provider> providers = new HashMap<>();
  private final Map<String, Path> nested;
  private final Map<String, List<String>> notRun = new TreeMap<>();
  private final List<RunStack> stacks = new CopyOnWriteArrayList<>();
  private final Function<Declared, Physical> otherwise;

  /**
   * @param nested files that take the place of nested stacks, by logical id
   */
  public StackRunner(List<Provider> providers, Map<String, Path> nested) {
    providers.forEach(
        provider -> provider.types().forEach(type -> this.providers.put(type, provider)));
    this.nested = Map.copyOf(nested);
    this.otherwise = this::pass;
  }

  /**
   * @param otherwise what stands for each resource, since none is made
   */
  StackRunner(Map<String, Path> nested, Function<Declared, Physical> otherwise) {
    this.nested = Map.copyOf(nested);
    this.otherwise = otherwise;
  }

  /** What the templates declare and the laptop does not run: logical ids by type. */
  public Map<String, List<String>> notRun() {
    return notRun;
  }

  /** The stacks that were run so far, the nested ones after those that hold them. */
  public List<RunStack> stacks() {
    return List.copyOf(stacks);
  }

  /**
   * Makes the stack and gives its outputs.
   *
   * @throws TemplateException when the template cannot be run
   */
  public Map<String, String> run(Path template, String stack, Map<String, String> parameters) {
    return run(template, template, stack, "", parameters);
  }

  /**
   * @param place where the template would stand, to which its own paths are relative
   * @param parent id of the stack that holds it; empty for none
   */
  private Map<String, String> run(
      Path template, Path place, String stack, String parent, Map<String, String> parameters) {
    Path folder = place.toAbsolutePath().normalize().getParent();
    Stack run = new Stack(TemplateFile.read(template), folder, stack, parent, parameters);
    run.makeAll();
    run.record.outputs().putAll(run.outputs());
    return run.record.outputs();
  }

  private static String id(String stack) {
    return Arns.of("cloudformation", "stack/" + stack + "/local");
  }

  private final class Stack {
    private final TemplateFile file;
    private final Path folder;
    private final String name;
    private final StackScope scope;
    private final RunStack record;

    Stack(
        TemplateFile file,
        Path folder,
        String name,
        String parent,
        Map<String, String> parameters) {
      this.file = file;
      this.folder = folder;
      this.name = name;
      this.scope = new StackScope(file, name, parameters, this::make);
      this.record = new RunStack(id(name), name, parent, file.text(), scope.parameters());
      stacks.add(record);
    }

    void makeAll() {
      int resources = file.section("Resources").size();
      if (resources > MOST_RESOURCES) {
        throw new TemplateException(
            "%s: Template format error: Number of resources, %d, is greater than maximum allowed, %d"
                .formatted(name, resources, MOST_RESOURCES));
      }
      file.section("Resources").keySet().stream().filter(this::isWanted).forEach(scope::physical);
    }

    private boolean isWanted(String id) {
      return !(declaration(id).get("Condition") instanceof String condition)
          || scope.condition(condition);
    }

    private Map<String, Object> declaration(String id) {
      return Values.map(file.section("Resources").get(id), place(id));
    }

    private Supplier<String> place(String id) {
      return () -> file.place("Resources", id);
    }

    private Physical make(String id) {
      Map<String, Object> declaration = declaration(id);
      if (!isWanted(id)) {
        throw new TemplateException(
            place(id).get() + ": is referred to, and its condition is false");
      }
      String type = Values.text(declaration.get("Type"), place(id));
      dependencies(declaration, id).forEach(scope::physical);
      Map<String, Object> written = new LinkedHashMap<>();
      if (FUNCTION.equals(type)) {
        written.putAll(
            Values.map(file.section("Globals").getOrDefault("Function", Map.of()), place(id)));
      }
      merge(written, Values.map(declaration.getOrDefault("Properties", Map.of()), place(id)));
      Map<String, Object> properties =
          Values.map(new Intrinsics(scope, place(id)).resolve(written), place(id));
      Physical made = make(new Declared(name, folder, id, type, properties));
      record.resources().add(new RunStack.Resource(id, made.ref(), type));
      return made;
    }

    private List<String> dependencies(Map<String, Object> declaration, String id) {
      Object dependsOn = declaration.getOrDefault("DependsOn", List.of());
      List<?> ids = dependsOn instanceof List<?> list ? list : List.of(dependsOn);
      return ids.stream().map(each -> Values.text(each, place(id))).toList();
    }

    private Physical make(Declared resource) {
      if (isStack(resource.type())) {
        return nested(resource);
      }
      Provider provider = providers.get(resource.type());
      if (provider == null) {
        return otherwise.apply(resource);
      }
      try {
        return provider.create(resource);
      } catch (TemplateException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new TemplateException(place(resource.logicalId()).get() + ": " + e.getMessage());
      }
    }

    private Physical nested(Declared resource) {
      Object location =
          resource.properties().getOrDefault("TemplateURL", resource.properties().get("Location"));
      Path place = folder.resolve(String.valueOf(location)).normalize();
      Path template = nested.getOrDefault(resource.logicalId(), place);
      Map<String, String> parameters = new HashMap<>();
      Values.map(
              resource.properties().getOrDefault("Parameters", Map.of()),
              place(resource.logicalId()))
          .forEach((parameter, value) -> parameters.put(parameter, String.valueOf(value)));
      String stack = name + "-" + resource.logicalId();
      Map<String, String> outputs = new HashMap<>();
      run(template, place, stack, id(name), parameters)
          .forEach((output, value) -> outputs.put("Outputs." + output, value));
      return new Physical(id(stack), outputs);
    }

    Map<String, String> outputs() {
      Map<String, String> outputs = new LinkedHashMap<>();
      file.section("Outputs")
          .forEach(
              (output, declared) -> {
                Supplier<String> place = () -> file.place("Outputs", output);
                Object value = Values.map(declared, place).get("Value");
                outputs.put(output, String.valueOf(new Intrinsics(scope, place).resolve(value)));
              });
      return outputs;
    }
  }

  private static boolean isStack(String type) {
    return "AWS::CloudFormation::Stack".equals(type) || "AWS::Serverless::Application".equals(type);
  }

  private Physical pass(Declared resource) {
    notRun.computeIfAbsent(resource.type(), _ -> new ArrayList<>()).add(resource.logicalId());
    return plausible(resource);
  }

  /** Names and ARNs for what the laptop does not run, so that what refers to it can be made. */
  static Physical plausible(Declared resource) {
    String name = resource.stack() + "-" + resource.logicalId();
    String service = resource.type().split("::")[1].toLowerCase(java.util.Locale.ROOT);
    return new Physical(name, Map.of("Arn", Arns.of(service, name), "Name", name, "Id", name));
  }

  /** SAM's globals: maps are merged, lists joined, anything else is the resource's own. */
  private static void merge(Map<String, Object> globals, Map<String, Object> own) {
    own.forEach(
        (key, value) -> {
          Object global = globals.get(key);
          if (global instanceof Map<?, ?> map
              && value instanceof Map<?, ?> ownMap
              && !isIntrinsic(ownMap)) {
            Map<String, Object> merged =
                new LinkedHashMap<>(dev.patchbay.core.json.Json.object(map));
            merge(merged, dev.patchbay.core.json.Json.object(ownMap));
            globals.put(key, merged);
          } else {
            globals.put(key, value);
          }
        });
  }

  private static boolean isIntrinsic(Map<?, ?> map) {
    return map.size() == 1 && map.keySet().iterator().next().toString().matches("Ref|Fn::.*");
  }
}
