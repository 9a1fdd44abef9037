package dev.patchbay.local.template;

import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a template declares, its nested stacks included, with parameters, conditions and intrinsic
 * functions resolved; and nothing of it made.
 *
 * @param resources in the order of their references
 */
public record StackSurvey(List<Declared> resources) {
  /**
   * Reads a template.
   *
   * @param nested files that take the place of nested stacks, by logical id
   * @throws TemplateException when the template cannot be resolved
   */
  public static StackSurvey of(
      Path template, Map<String, Path> nested, String stack, Map<String, String> parameters) {
    List<Declared> resources = new ArrayList<>();
    new StackRunner(
            nested,
            resource -> {
              resources.add(resource);
              Physical plausible = StackRunner.plausible(resource);
              return new Physical(plausible.ref(), new Any(plausible));
            })
        .run(template, stack, parameters);
    return new StackSurvey(List.copyOf(resources));
  }

  /** The resources of a type. */
  public List<Declared> of(String type) {
    return resources.stream().filter(resource -> resource.type().equals(type)).toList();
  }

  /** Every attribute that may be asked for: a name where nothing better is known. */
  private static final class Any extends AbstractMap<String, String> {
    private final Physical plausible;

    Any(Physical plausible) {
      this.plausible = plausible;
    }

    @Override
    public boolean containsKey(Object attribute) {
      return true;
    }

    @Override
    public String get(Object attribute) {
      return plausible.attributes().getOrDefault(attribute, plausible.ref() + "-" + attribute);
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
      return plausible.attributes().entrySet();
    }
  }
}
