package dev.coffer.server.config;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.CustodyException;
import dev.coffer.kms.custody.CustomKeyStore;
import dev.coffer.kms.custody.CustomKeyStoreFile;
import dev.coffer.kms.custody.Surroundings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code coffer custody strict test DATA [STORE]}: lets the backends wrap a key and give it back.
 */
@Command(name = "test", description = "Asks the backends of all custom key stores, or of one.")
final class CustodyStrictTestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DATA", index = "0", description = "The data folder.")
  private Path data = Path.of(".");

  @Parameters(paramLabel = "STORE", index = "1", arity = "0..1", description = "Id or name.")
  private @Nullable String store;

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  CustodyStrictTestCommand() {}

  @Override
  public Integer call() {
    return CustodyWork.run(data, this::test);
  }

  private int test(Path keys) {
    List<CustomKeyStore> stores =
        store == null
            ? CustomKeyStoreFile.read(keys)
            : List.of(CustodyStrictCommand.require(keys, store));
    boolean good = true;
    for (CustomKeyStore each : stores) {
      String said = said(keys, each);
      good &= said.equals("opens");
      spec.commandLine()
          .getOut()
          .println("Key store     " + each.id() + "  " + each.name() + "  " + said);
    }
    return good ? ExitCode.OK : ExitCode.CONFIGURATION;
  }

  private static String said(Path keys, CustomKeyStore store) {
    try {
      var around = new Surroundings(InstantSource.system(), Entropy.system());
      CustomKeyStoreFile.test(keys, store, around);
      return "opens";
    } catch (CustodyException e) {
      return e.reason() + ": " + e.getMessage();
    }
  }
}
