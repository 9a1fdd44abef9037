package dev.patchbay.local.template;

import java.util.Set;

/**
 * Makes the resources of some types of the template. Making one that stands already, from a former
 * run, updates it.
 */
public interface Provider {
  /** CloudFormation types, such as {@code AWS::SQS::Queue}. */
  Set<String> types();

  /**
   * Makes a resource whose properties are resolved.
   *
   * @throws TemplateException when a property is missing, wrong or one that the laptop cannot
   *     honour
   */
  Physical create(Declared resource);
}
