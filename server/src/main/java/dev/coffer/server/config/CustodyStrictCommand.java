package dev.coffer.server.config;

import dev.coffer.kms.custody.CustodyException;
import dev.coffer.kms.custody.CustomKeyStore;
import dev.coffer.kms.custody.CustomKeyStoreFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code coffer custody strict}: the custom key stores, whose backends wrap the materials of chosen
 * KMS keys themselves.
 *
 * <p>The server reads them when it is unsealed: a change takes effect at its next start, or after
 * {@code seal} and {@code unseal}.
 */
@Command(
    name = "strict",
    description = "Shows and changes the custom key stores: keys that stop with their backend.",
    subcommands = {
      CustodyStrictListCommand.class,
      CustodyStrictAddCommand.class,
      CustodyStrictTestCommand.class,
      CustodyStrictRemoveCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class CustodyStrictCommand implements Runnable {
  @Spec private CommandSpec spec;

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  CustodyStrictCommand() {}

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    spec.commandLine().usage(out, CommandLine.Help.Ansi.AUTO);
  }

  /** The store of an id or a name. */
  static CustomKeyStore require(Path keys, String idOrName) {
    return CustomKeyStoreFile.read(keys).stream()
        .filter(store -> store.id().equals(idOrName) || store.name().equals(idOrName))
        .findFirst()
        .orElseThrow(() ->
            new StartFailure(
                ExitCode.CONFIGURATION,
                CustodyException.Reason.MISSING + ": there is no key store " + idOrName));
  }

  static String line(CustomKeyStore store) {
    var line = new StringBuilder("Key store     ");
    line.append(store.id()).append("  ").append(store.name()).append("  ").append(store.kind());
    line.append("  account=").append(store.account());
    line.append("  cache=").append(store.cache().toSeconds()).append('s');
    store.settings().forEach((name, value) -> line.append("  " + name + "=" + value));
    return line.toString();
  }
}
