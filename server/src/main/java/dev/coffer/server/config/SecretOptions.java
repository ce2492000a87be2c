package dev.coffer.server.config;

import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustodyException;
import dev.coffer.kms.custody.Described;
import dev.coffer.kms.custody.GivenShares;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.custody.Surroundings;
import dev.coffer.kms.custody.UnlockSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The flags that say where secrets of the root key are. Without any, those at hand are taken: the
 * key file beside the root key file, and the backends that the slots name.
 */
final class SecretOptions {
  private static final int MAX_SHARES = 64;
  private static final int MAX_PASSPHRASE = 1024;

  @Option(
      names = "--root-key-passphrase-file",
      paramLabel = "FILE",
      description = "The first line of this file is the passphrase.")
  private @Nullable Path passphraseFile;

  @Option(
      names = "--recovery-key-file",
      paramLabel = "FILE",
      description = "Holds the recovery key.")
  private @Nullable Path recoveryFile;

  @Option(
      names = "--root-key-file",
      paramLabel = "FILE",
      description = "The key file, where it was moved away from the data folder.")
  private @Nullable Path keyFile;

  @Option(names = "--shares-file", paramLabel = "FILE", description = "Holds a share a line.")
  private @Nullable Path sharesFile;

  /** Secrets that are closed together. */
  record Secrets(List<UnlockSecret> all) implements AutoCloseable {
    /**
     * Opens the root key with the first secret that does; the caller closes it.
     *
     * @throws CustodyException the first one's, when none does
     */
    StoreRootKey open(Path keys) {
      CustodyException first = null;
      for (UnlockSecret secret : all) {
        try {
          return RootKeyFile.open(keys, secret);
        } catch (CustodyException e) {
          first = first == null ? e : first;
        }
      }
      if (first != null) {
        throw first;
      }
      throw new StartFailure(
          ExitCode.CONFIGURATION,
          "no secret of the root key is at hand; say where one is, for example with"
              + " --recovery-key-file");
    }

    @Override
    public void close() {
      for (UnlockSecret secret : all) {
        switch (secret) {
          case UnlockSecret.Passphrase passphrase -> passphrase.passphrase().close();
          case UnlockSecret.Shares shares -> shares.given().close();
          case UnlockSecret.KeyFile _, UnlockSecret.Recovery _, UnlockSecret.Backends _ -> {}
        }
      }
    }
  }

  /** All secrets that were named, and those that lie at hand. */
  Secrets find(Path keys, Surroundings around) throws IOException {
    Described described = RootKeyFile.describe(keys);
    var secrets = new ArrayList<UnlockSecret>();
    if (passphraseFile != null) {
      secrets.add(new UnlockSecret.Passphrase(passphrase(passphraseFile)));
    }
    if (recoveryFile != null) {
      secrets.add(new UnlockSecret.Recovery(SecretLines.first(recoveryFile)));
    }
    if (sharesFile != null) {
      secrets.add(new UnlockSecret.Shares(shares(keys, sharesFile)));
    }
    Path beside = keys.resolve(RootKeyFile.KEY_FILE_NAME);
    if (keyFile != null) {
      secrets.add(new UnlockSecret.KeyFile(keyFile));
    } else if (described.has("keyfile") && Files.exists(beside)) {
      secrets.add(new UnlockSecret.KeyFile(beside));
    }
    if (described.hasBackend()) {
      secrets.add(new UnlockSecret.Backends(around));
    }
    return new Secrets(List.copyOf(secrets));
  }

  static Secret passphrase(Path file) throws IOException {
    byte[] line = SecretLines.firstBytes(file);
    if (line.length > MAX_PASSPHRASE) {
      throw new IOException("the first line of " + file + " is longer than a passphrase may be");
    }
    return Secret.of(line);
  }

  private static GivenShares shares(Path keys, Path file) throws IOException {
    GivenShares given = GivenShares.of(keys);
    SecretLines.all(file).stream().limit(MAX_SHARES).forEach(given::add);
    return given;
  }
}
