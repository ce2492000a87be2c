package dev.coffer.server.config;

import dev.coffer.kms.custody.Described;
import dev.coffer.kms.custody.RootKeyFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer custody status DATA}: the slots, without opening any. */
@Command(name = "status", description = "Lists the slots of the root key file.")
final class CustodyStatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DATA", description = "The data folder.")
  private Path data = Path.of(".");

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  CustodyStatusCommand() {}

  @Override
  public Integer call() {
    return CustodyWork.run(
        data,
        keys -> {
          print(spec.commandLine().getOut(), keys, RootKeyFile.describe(keys));
          return ExitCode.OK;
        });
  }

  private static void print(PrintWriter out, Path keys, Described described) {
    out.println("Installation  " + described.installationId());
    out.println("Root key      version " + described.rootKeyVersion());
    for (Described.DescribedSlot slot : described.slots()) {
      out.println("Slot          " + line(slot));
    }
    if (described.rotating()) {
      out.println("! A rotation was begun and is not finished: run custody rotate again, or start");
      out.println("  the server, which finishes it.");
    }
    if (described.has("keyfile") && Files.exists(keys.resolve(RootKeyFile.KEY_FILE_NAME))) {
      out.println("! The root key lies beside the data. It protects against a stolen disk only if");
      out.println("  you keep it elsewhere.");
    }
    if (!described.has("recovery") && !described.has("shamir")) {
      out.println("! There is no recovery key and there are no shares: make one with custody add.");
    }
  }

  private static String line(Described.DescribedSlot slot) {
    var line = new StringBuilder(slot.id() + "  " + slot.kind());
    new TreeMap<>(slot.details())
        .forEach((name, value) -> line.append("  ").append(name).append('=').append(value));
    return line.toString();
  }
}
