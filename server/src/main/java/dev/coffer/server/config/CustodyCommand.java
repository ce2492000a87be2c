package dev.coffer.server.config;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code coffer custody}: who can open the root key.
 *
 * <p>All commands work on the root key file itself, not through a server. Only {@code rotate} needs
 * the server to be stopped; the others take effect at its next unsealing.
 */
@Command(
    name = "custody",
    description = "Shows and changes who can open the root key of a store.",
    subcommands = {
      CustodyStatusCommand.class,
      CustodyAddCommand.class,
      CustodyTestCommand.class,
      CustodyRemoveCommand.class,
      CustodyRotateCommand.class,
      CustodyStrictCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class CustodyCommand implements Runnable {
  @Spec private CommandSpec spec;

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  CustodyCommand() {}

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    spec.commandLine().usage(out, CommandLine.Help.Ansi.AUTO);
  }
}
