package dev.coffer.server.config;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code coffer version}. */
@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Callable<Integer> {
  static final String VERSION = "0.1.0";

  @Override
  public Integer call() {
    System.out.println("coffer " + VERSION + " (Java " + Runtime.version() + ")");
    return ExitCode.OK;
  }
}
