package dev.coffer.server.config;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.identity.Accounts;
import dev.coffer.kms.custody.CustomKeyStore;
import dev.coffer.kms.custody.CustomKeyStoreFile;
import dev.coffer.kms.custody.KeyCustody;
import dev.coffer.kms.custody.Surroundings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code coffer custody strict add DATA NAME KIND}: a custom key store, whose backend wrapped a key
 * and gave it back first.
 */
@Command(name = "add", description = "Adds a custom key store and prints its id.")
final class CustodyStrictAddCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DATA", index = "0", description = "The data folder.")
  private Path data = Path.of(".");

  @Parameters(paramLabel = "NAME", index = "1", description = "What people call it.")
  private String name = "";

  @Parameters(paramLabel = "KIND", index = "2", description = "pkcs11 or aws-kms.")
  private String kind = "";

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A setting of the backend; may be repeated. See docs/guide/custody.md.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--create-key", description = "pkcs11: makes the key in the token first.")
  private boolean createKey;

  @Option(
      names = "--account",
      description = "The account whose keys may be made in it (default: the management account).")
  private String account = Accounts.MANAGEMENT;

  @Option(
      names = "--cache-seconds",
      description = "How long the backend's answer is used again, up to 3600 (default: 0).")
  private int cacheSeconds;

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  CustodyStrictAddCommand() {}

  @Override
  public Integer call() {
    return CustodyWork.run(data, this::add);
  }

  private int add(Path keys) {
    var around = new Surroundings(InstantSource.system(), Entropy.system());
    if (createKey) {
      try (KeyCustody custody = around.open(kind, settings)) {
        custody.createKey();
      }
    }
    CustomKeyStore store =
        CustomKeyStoreFile.add(
            keys, name, account, kind, settings, Duration.ofSeconds(cacheSeconds), around);
    spec.commandLine().getOut().println(CustodyStrictCommand.line(store));
    return ExitCode.OK;
  }
}
