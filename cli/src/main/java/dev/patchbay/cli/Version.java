package dev.patchbay.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the command's jar. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String built = Main.class.getPackage().getImplementationVersion();
    return new String[] {
      "patchbay " + (built == null ? "(not built to a jar)" : built),
      "Java " + Runtime.version() + ", " + System.getProperty("os.name")
    };
  }
}
