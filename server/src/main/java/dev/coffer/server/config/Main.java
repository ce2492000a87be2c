package dev.coffer.server.config;

import dev.coffer.server.cli.AdminCommand;
import dev.coffer.server.cli.BucketCommand;
import dev.coffer.server.cli.CommandFailure;
import dev.coffer.server.cli.Surroundings;
import java.io.Console;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program: {@code coffer server DATA} and the commands around it. */
@Command(
    name = "coffer",
    description = "An object store that speaks Amazon S3 and keeps every object encrypted.",
    subcommands = {
      ServerCommand.class,
      SealCommands.Status.class,
      UnsealCommand.class,
      SealCommands.Seal.class,
      CustodyCommand.class,
      AuditCommand.class,
      RecoverCommand.class,
      ScrubCommand.class,
      VersionCommand.class,
      CommandLine.HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  private static final String LOG_CONFIGURATION = "logback.configurationFile";

  @Spec private CommandSpec spec;

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  Main() {}

  public static void main(String[] arguments) {
    chooseLogForm();
    System.exit(commands().execute(arguments));
  }

  static CommandLine commands() {
    return commands(new Surroundings(System.getenv(), InstantSource.system()));
  }

  static CommandLine commands(Surroundings surroundings) {
    return new CommandLine(new Main())
        .addSubcommand(AdminCommand.in(surroundings))
        .addSubcommand(BucketCommand.in(surroundings))
        .addSubcommand(new CommandLine(new DoctorCommand(surroundings)))
        .setExitCodeExceptionMapper(Main::exitCode)
        .setExecutionExceptionHandler(Main::explain);
  }

  /** Before the first logger is made: lines for people on a terminal, JSON for everything else. */
  private static void chooseLogForm() {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    String form = System.getenv().getOrDefault("COFFER_LOG_FORMAT", terminal ? "human" : "json");
    if (!form.equals("human") && System.getProperty(LOG_CONFIGURATION) == null) {
      System.setProperty(LOG_CONFIGURATION, "logback-json.xml");
    }
  }

  private static int exitCode(Throwable e) {
    return e instanceof CommandLine.ParameterException ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  /** What the user can mend is one line; anything else is shown whole. */
  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof StartFailure failure) {
      command.getErr().println("coffer: " + failure.getMessage());
      return failure.exitCode();
    }
    if (e instanceof CommandFailure failure) {
      command.getErr().println("coffer: " + failure.getMessage());
      return switch (failure.kind()) {
        case USAGE -> ExitCode.USAGE;
        case REFUSED -> ExitCode.CONFIGURATION;
        case UNREACHABLE -> ExitCode.TRY_LATER;
      };
    }
    throw e;
  }

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    spec.commandLine().usage(out);
  }
}
