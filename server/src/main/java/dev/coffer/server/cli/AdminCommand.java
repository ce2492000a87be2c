package dev.coffer.server.cli;

import dev.coffer.wire.codec.JsonCodec;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code coffer admin …}: accounts, and why somebody may or may not do something. */
@Command(
    name = "admin",
    description = "Administers a running server, signed with AWS_ACCESS_KEY_ID and the like.",
    synopsisSubcommandLabel = "COMMAND")
public final class AdminCommand implements Runnable {
  @Spec private CommandSpec spec;

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  private AdminCommand() {}

  /** The command with all below it. */
  public static CommandLine in(Surroundings surroundings) {
    return new CommandLine(new AdminCommand())
        .addSubcommand(AccountCommands.in(surroundings))
        .addSubcommand(new CommandLine(new ExplainCommand(surroundings)))
        .addSubcommand(new CommandLine.HelpCommand());
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** What the commands share: a server, a form of output, and what they were given. */
  abstract static class Calling implements Runnable {
    private final Surroundings surroundings;

    @Spec private CommandSpec spec;
    @Mixin private Target target;

    @Option(names = "--json", description = "Prints one line of JSON.")
    private boolean json;

    // picocli sets the fields before it calls anything.
    @SuppressWarnings("NullAway.Init")
    Calling(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public final void run() {
      try (AdminClient client = new AdminClient(target, surroundings)) {
        call(client);
      }
    }

    /** Does the one thing and prints. */
    abstract void call(AdminClient client);

    /** One of two forms of the same. */
    final void print(Record answer, String text) {
      String line =
          json ? new String(JsonCodec.admin().encode(answer), StandardCharsets.UTF_8) : text;
      spec.commandLine().getOut().println(line);
      spec.commandLine().getOut().flush();
    }
  }
}
