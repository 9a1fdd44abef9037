package dev.patchbay.local.template;

/**
 * A template that the laptop cannot run; the message names file, resource and property, and what to
 * do.
 */
public final class TemplateException extends RuntimeException {
  public TemplateException(String message) {
    super(message);
  }
}
