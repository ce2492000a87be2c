package dev.coffer.server.config;

import dev.coffer.server.cli.AdminCommand;
import dev.coffer.server.cli.BucketCommand;
import dev.coffer.server.cli.CommandFailure;
import dev.coffer.server.cli.Surroundings;
import java.io.Console;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program: {@code coffer server DATA} and the commands around it. */
@Command(
    name = "coffer",
    description = "An object store that speaks Amazon S3 and keeps every object encrypted.",
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  private static final String LOG_CONFIGURATION = "logback.configurationFile";

  @Spec private CommandSpec spec;

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  Main() {}

  public static void main(String[] arguments) {
    chooseLogForm();
    System.exit(commandsFor(arguments).execute(arguments));
  }

  static CommandLine commands() {
    return commands(surroundings());
  }

  static CommandLine commands(Surroundings surroundings) {
    return program(each(surroundings).values());
  }

  /** With the one command that is called, if there is one: to make all takes a third of a start. */
  static CommandLine commandsFor(String... arguments) {
    var each = each(surroundings());
    boolean one = arguments.length > 0 && !arguments[0].equals("help");
    Supplier<CommandLine> called = one ? each.get(arguments[0]) : null;
    return program(called == null ? each.values() : List.of(called));
  }

  private static Surroundings surroundings() {
    return new Surroundings(System.getenv(), InstantSource.system());
  }

  private static CommandLine program(Collection<Supplier<CommandLine>> commands) {
    var program = new CommandLine(new Main());
    commands.forEach(command -> program.addSubcommand(command.get()));
    return program
        .setExitCodeExceptionMapper(Main::exitCode)
        .setExecutionExceptionHandler(Main::explain);
  }

  /** By name, in the order in which they are listed. */
  private static Map<String, Supplier<CommandLine>> each(Surroundings surroundings) {
    var each = new LinkedHashMap<String, Supplier<CommandLine>>();
    each.put("server", () -> new CommandLine(new ServerCommand()));
    each.put("status", () -> new CommandLine(new SealCommands.Status()));
    each.put("unseal", () -> new CommandLine(new UnsealCommand()));
    each.put("seal", () -> new CommandLine(new SealCommands.Seal()));
    each.put("custody", () -> new CommandLine(new CustodyCommand()));
    each.put("audit", () -> new CommandLine(new AuditCommand()));
    each.put("recover", () -> new CommandLine(new RecoverCommand()));
    each.put("scrub", () -> new CommandLine(new ScrubCommand()));
    each.put("version", () -> new CommandLine(new VersionCommand()));
    each.put("admin", () -> AdminCommand.in(surroundings));
    each.put("bucket", () -> BucketCommand.in(surroundings));
    each.put("doctor", () -> new CommandLine(new DoctorCommand(surroundings)));
    each.put("help", () -> new CommandLine(new CommandLine.HelpCommand()));
    return each;
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
