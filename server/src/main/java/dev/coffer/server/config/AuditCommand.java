package dev.coffer.server.config;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code coffer audit}: whether the logs of key use are what was written.
 *
 * <p>A running server is asked over its local socket; where none runs, the store itself is opened,
 * which takes a secret of the root key.
 */
@Command(
    name = "audit",
    description = "Verifies the logs of key use.",
    subcommands = {AuditVerifyCommand.class, AuditHeadCommand.class},
    synopsisSubcommandLabel = "COMMAND")
final class AuditCommand implements Runnable {
  @Spec private CommandSpec spec;

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  AuditCommand() {}

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    spec.commandLine().usage(out, CommandLine.Help.Ansi.AUTO);
  }
}
