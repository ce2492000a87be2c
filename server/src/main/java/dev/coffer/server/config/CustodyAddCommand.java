package dev.coffer.server.config;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.Added;
import dev.coffer.kms.custody.FirstSecret;
import dev.coffer.kms.custody.KeyCustody;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.custody.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer custody add DATA KIND}: one more way to open the root key, opened once first. */
@Command(name = "add", description = "Adds a slot to the root key file.")
final class CustodyAddCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DATA", index = "0", description = "The data folder.")
  private Path data = Path.of(".");

  @Parameters(
      paramLabel = "KIND",
      index = "1",
      description = "keyfile, passphrase, recovery, shamir, pkcs11 or aws-kms.")
  private String kind = "";

  @Option(
      names = "--new-passphrase-file",
      paramLabel = "FILE",
      description = "passphrase: the first line of this file is the new passphrase.")
  private @Nullable Path newPassphraseFile;

  @Option(names = "--shares", description = "shamir: how many shares there are (default: 5).")
  private int shares = 5;

  @Option(names = "--threshold", description = "shamir: how many are needed (default: 3).")
  private int threshold = 3;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A setting of a backend; may be repeated. See docs/guide/custody.md.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--create-key", description = "pkcs11: makes the key in the token first.")
  private boolean createKey;

  @Mixin private SecretOptions secrets = new SecretOptions();

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  CustodyAddCommand() {}

  @Override
  public Integer call() {
    return CustodyWork.run(data, this::add);
  }

  private int add(Path keys) throws IOException {
    var around = new Surroundings(InstantSource.system(), Entropy.system());
    FirstSecret first = first(around);
    try (SecretOptions.Secrets found = secrets.find(keys, around);
        StoreRootKey root = found.open(keys)) {
      if (first instanceof FirstSecret.Backend && createKey) {
        try (KeyCustody custody = around.open(kind, settings)) {
          custody.createKey();
        }
      }
      tell(spec.commandLine().getOut(), RootKeyFile.addSlot(keys, root, first, around.entropy()));
      return ExitCode.OK;
    } finally {
      if (first instanceof FirstSecret.Passphrase passphrase) {
        passphrase.passphrase().close();
      }
    }
  }

  private FirstSecret first(Surroundings around) throws IOException {
    requireFittingOptions();
    return switch (kind) {
      case "keyfile" -> new FirstSecret.KeyFile();
      case "recovery" -> new FirstSecret.Recovery();
      case "shamir" -> new FirstSecret.Shares(threshold, shares);
      case "passphrase" -> new FirstSecret.Passphrase(newPassphrase());
      default -> new FirstSecret.Backend(kind, settings, around);
    };
  }

  private void requireFittingOptions() {
    boolean ours =
        switch (kind) {
          case "keyfile", "recovery", "shamir", "passphrase" -> true;
          default -> false;
        };
    if (ours && (createKey || !settings.isEmpty())) {
      throw new StartFailure(ExitCode.USAGE, "--set and --create-key belong to backends");
    }
    if (newPassphraseFile != null && !kind.equals("passphrase")) {
      throw new StartFailure(ExitCode.USAGE, "--new-passphrase-file belongs to passphrase");
    }
  }

  private Secret newPassphrase() throws IOException {
    if (newPassphraseFile == null) {
      throw new StartFailure(ExitCode.USAGE, "a passphrase wants --new-passphrase-file");
    }
    return SecretOptions.passphrase(newPassphraseFile);
  }

  static void tell(PrintWriter out, Added added) {
    out.println("Slot          " + added.slotId() + "  " + added.kind());
    if (!added.shown().isEmpty()) {
      added.shown().forEach(shown -> out.println("  " + shown));
      out.println("  shown once, kept nowhere: write it down");
    }
    out.flush();
  }
}
