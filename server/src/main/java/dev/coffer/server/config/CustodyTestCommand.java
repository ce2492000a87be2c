package dev.coffer.server.config;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.CustodyException;
import dev.coffer.kms.custody.Described;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.custody.Surroundings;
import dev.coffer.kms.custody.UnlockSecret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer custody test DATA [SLOT]}: opens what can be opened with the secrets at hand. */
@Command(
    name = "test",
    description = "Opens the slots whose secrets are at hand, or one that is named.")
final class CustodyTestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DATA", index = "0", description = "The data folder.")
  private Path data = Path.of(".");

  @Parameters(paramLabel = "SLOT", index = "1", arity = "0..1", description = "Its id.")
  private @Nullable String slot;

  @Mixin private SecretOptions secrets = new SecretOptions();

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  CustodyTestCommand() {}

  @Override
  public Integer call() {
    return CustodyWork.run(data, this::test);
  }

  private int test(Path keys) throws IOException {
    var around = new Surroundings(InstantSource.system(), Entropy.system());
    boolean good = true;
    boolean any = false;
    try (SecretOptions.Secrets found = secrets.find(keys, around)) {
      for (Described.DescribedSlot each : RootKeyFile.describe(keys).slots()) {
        if (slot == null || each.id().toString().equals(slot)) {
          Outcome outcome = test(keys, each.id(), found);
          spec.commandLine()
              .getOut()
              .println("Slot          " + each.id() + "  " + each.kind() + "  " + outcome.text());
          good &= outcome.good() && (slot == null || outcome.tested());
          any |= outcome.tested();
        }
      }
    }
    if (!any) {
      throw new StartFailure(
          ExitCode.CONFIGURATION, "no slot was tested: there is none, or no secret is at hand");
    }
    return good ? ExitCode.OK : ExitCode.CONFIGURATION;
  }

  private record Outcome(boolean tested, boolean good, String text) {}

  private static Outcome test(Path keys, Bytes slotId, SecretOptions.Secrets found) {
    for (UnlockSecret secret : found.all()) {
      try {
        if (RootKeyFile.test(keys, slotId, secret)) {
          return new Outcome(true, true, "opens");
        }
      } catch (CustodyException e) {
        return new Outcome(true, false, e.reason() + ": " + e.getMessage());
      }
    }
    return new Outcome(false, true, "not tested: its secret was not given");
  }
}
