package dev.coffer.server.config;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program: {@code coffer server DATA} and {@code coffer version}. */
@Command(
    name = "coffer",
    description = "An object store that speaks Amazon S3 and keeps every object encrypted.",
    subcommands = {ServerCommand.class, VersionCommand.class, CommandLine.HelpCommand.class},
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  Main() {}

  public static void main(String[] arguments) {
    var commands =
        new CommandLine(new Main())
            .setExitCodeExceptionMapper(_ -> ExitCode.SOFTWARE)
            .setExecutionExceptionHandler(Main::explain);
    System.exit(commands.execute(arguments));
  }

  /** What the user can mend is one line; anything else is shown whole. */
  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof StartFailure failure) {
      command.getErr().println("coffer: " + failure.getMessage());
      return failure.exitCode();
    }
    throw e;
  }

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    spec.commandLine().usage(out);
  }
}
