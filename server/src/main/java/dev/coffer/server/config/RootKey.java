package dev.coffer.server.config;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustodyException;
import dev.coffer.kms.custody.Described;
import dev.coffer.kms.custody.FirstSecret;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.custody.Surroundings;
import dev.coffer.kms.custody.UnlockSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes or opens the root key: with a key file, with a passphrase from a file, from {@code
 * $CREDENTIALS_DIRECTORY/coffer-root-key}, {@code COFFER_ROOT_KEY_PASSPHRASE_FILE} or {@code
 * COFFER_ROOT_KEY_PASSPHRASE}, or with the backends that its slots name.
 *
 * @param recoveryKey shown once, when the key was made
 */
record RootKey(StoreRootKey key, @Nullable String recoveryKey, boolean keyFile) {
  private static final Logger LOG = LoggerFactory.getLogger(RootKey.class);

  /** Without the recovery key. */
  @Override
  public String toString() {
    return "RootKey[version " + key.version() + "]";
  }

  /**
   * Makes the root key of a first start, or opens the one that is there with the first secret that
   * is at hand: recovery key, passphrase, key file, the backends that its slots name.
   *
   * @return empty when no secret is at hand, or the backends cannot be used now
   * @throws StartFailure when a secret is at hand and does not open it
   */
  static Optional<RootKey> find(DataFolder folder, ServerOptions.Secrets at, Surroundings around) {
    Path keys = folder.keys();
    requireKeyOfData(folder);
    try (Passphrase passphrase = Passphrase.find(at.passphraseFile())) {
      if (at.recoveryFile() != null) {
        return Optional.of(recover(keys, at.recoveryFile()));
      }
      if (!RootKeyFile.exists(keys)) {
        return Optional.of(create(keys, passphrase, around.entropy()));
      }
      if (passphrase.secret() != null) {
        return Optional.of(open(keys, new UnlockSecret.Passphrase(passphrase.secret())));
      }
      return atHand(keys, at.keyFile(), around);
    } catch (CustodyException e) {
      throw new StartFailure(ExitCode.CONFIGURATION, explain(keys, e), e);
    } catch (IOException e) {
      throw new StartFailure(
          ExitCode.CONFIGURATION, "cannot read the secret: " + e.getMessage(), e);
    }
  }

  private static Optional<RootKey> atHand(Path keys, @Nullable Path named, Surroundings around) {
    Path beside = keys.resolve(RootKeyFile.KEY_FILE_NAME);
    Described described = RootKeyFile.describe(keys);
    if (named != null) {
      return Optional.of(open(keys, new UnlockSecret.KeyFile(named)));
    }
    if (described.has("keyfile") && Files.exists(beside)) {
      return Optional.of(open(keys, new UnlockSecret.KeyFile(beside)));
    }
    return described.hasBackend() ? byBackends(keys, around) : Optional.empty();
  }

  /** A backend that is away, or that does not know us, must not become a loop of restarts. */
  private static Optional<RootKey> byBackends(Path keys, Surroundings around) {
    try {
      return Optional.of(open(keys, new UnlockSecret.Backends(around)));
    } catch (CustodyException e) {
      return switch (e.reason()) {
        case UNREACHABLE, REFUSED -> {
          LOG.error("ALARM the root key's custody cannot be used: {}", e.getMessage());
          yield Optional.empty();
        }
        case MISSING,
            MALFORMED,
            WRONG_SECRET,
            UNSUPPORTED,
            EXISTS,
            INACCESSIBLE,
            EXPOSED,
            NOT_AUTHENTIC,
            NO_SUCH_KEY ->
            throw e;
      };
    }
  }

  /** Data without its root key is not a first start: a new key would open none of it. */
  private static void requireKeyOfData(DataFolder folder) {
    if (!RootKeyFile.exists(folder.keys()) && Files.exists(folder.meta())) {
      throw new StartFailure(
          ExitCode.CONFIGURATION,
          "there is data in "
              + folder.root()
              + " but no "
              + folder.keys().resolve(RootKeyFile.FILE_NAME)
              + "; put the root key file back. Nothing was changed");
    }
  }

  private static RootKey recover(Path keys, Path recoveryFile) throws IOException {
    String printed = SecretLines.first(recoveryFile).strip();
    return open(keys, new UnlockSecret.Recovery(printed));
  }

  /** The same key with a recovery key to show, if none was shown when the key was made. */
  RootKey shownOnce(Path keys, Entropy entropy) {
    return recoveryKey != null
        ? this
        : new RootKey(key, RootKeyFile.renewRecovery(keys, key, entropy), keyFile);
  }

  private static RootKey create(Path keys, Passphrase passphrase, Entropy entropy) {
    Secret secret = passphrase.secret();
    FirstSecret first =
        secret == null ? new FirstSecret.KeyFile() : new FirstSecret.Passphrase(secret);
    var created = RootKeyFile.create(keys, first, entropy);
    return new RootKey(created.root(), created.recoveryKey(), secret == null);
  }

  static RootKey open(Path keys, UnlockSecret secret) {
    boolean beside = Files.exists(keys.resolve(RootKeyFile.KEY_FILE_NAME));
    return new RootKey(RootKeyFile.open(keys, secret), null, beside);
  }

  private static String explain(Path keys, CustodyException e) {
    return "the root key in "
        + keys
        + " cannot be opened ("
        + e.reason()
        + "): "
        + e.getMessage()
        + "; a key file belongs at "
        + keys.resolve(RootKeyFile.KEY_FILE_NAME)
        + ", a passphrase into --root-key-passphrase-file";
  }

  /** The first line of a file, as its bytes; closed after use. */
  private record Passphrase(@Nullable Secret secret) implements AutoCloseable {
    static Passphrase find(@Nullable Path flag) throws IOException {
      Path file = flag != null ? flag : fromEnvironment();
      return new Passphrase(file == null ? inEnvironment() : SecretOptions.passphrase(file));
    }

    /** It works and is not good: the environment is handed on to children and shown in /proc. */
    private static @Nullable Secret inEnvironment() {
      String passphrase = System.getenv("COFFER_ROOT_KEY_PASSPHRASE");
      if (passphrase == null || passphrase.isEmpty()) {
        return null;
      }
      LOG.warn(
          "COFFER_ROOT_KEY_PASSPHRASE holds a secret; COFFER_ROOT_KEY_PASSPHRASE_FILE is safer");
      return Secret.of(passphrase.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable Path fromEnvironment() {
      String credentials = System.getenv("CREDENTIALS_DIRECTORY");
      if (credentials != null && Files.exists(Path.of(credentials, "coffer-root-key"))) {
        return Path.of(credentials, "coffer-root-key");
      }
      String named = System.getenv("COFFER_ROOT_KEY_PASSPHRASE_FILE");
      return named == null ? null : Path.of(named);
    }

    @Override
    public void close() {
      if (secret != null) {
        secret.close();
      }
    }
  }
}
