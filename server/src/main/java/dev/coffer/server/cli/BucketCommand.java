package dev.coffer.server.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code coffer bucket encryption …}: how buckets encrypt, and what is really in them. */
@Command(
    name = "bucket",
    description = "Looks at the buckets of a running server, signed as coffer admin is.",
    synopsisSubcommandLabel = "COMMAND")
public final class BucketCommand implements Runnable {
  @Spec private CommandSpec spec;

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  private BucketCommand() {}

  /** The command with all below it. */
  public static CommandLine in(Surroundings surroundings) {
    return new CommandLine(new BucketCommand())
        .addSubcommand(Encryption.in(surroundings))
        .addSubcommand(new CommandLine.HelpCommand());
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** {@code coffer bucket encryption report}. */
  @Command(
      name = "encryption",
      description = "The encryption of buckets and their versions.",
      synopsisSubcommandLabel = "COMMAND")
  static final class Encryption implements Runnable {
    @Spec private CommandSpec spec;

    // picocli sets the field before it calls anything.
    @SuppressWarnings("NullAway.Init")
    private Encryption() {}

    static CommandLine in(Surroundings surroundings) {
      return new CommandLine(new Encryption())
          .addSubcommand(new CommandLine(new EncryptionReportCommand(surroundings)));
    }

    @Override
    public void run() {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }
}
