package dev.coffer.server.config;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustodyException;
import dev.coffer.kms.custody.FirstSecret;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.custody.UnlockSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes or opens the root key: with a key file beside it, or with a passphrase from a file, from
 * {@code $CREDENTIALS_DIRECTORY/coffer-root-key} or from {@code COFFER_ROOT_KEY_PASSPHRASE_FILE}.
 *
 * @param recoveryKey shown once, when the key was made
 */
record RootKey(StoreRootKey key, @Nullable String recoveryKey, boolean keyFile) {
  /** Without the recovery key. */
  @Override
  public String toString() {
    return "RootKey[version " + key.version() + "]";
  }

  static RootKey require(Path keys, @Nullable Path passphraseFile, Entropy entropy) {
    try (Passphrase passphrase = Passphrase.find(passphraseFile)) {
      return RootKeyFile.exists(keys) ? open(keys, passphrase) : create(keys, passphrase, entropy);
    } catch (CustodyException e) {
      throw new StartFailure(ExitCode.CONFIGURATION, explain(keys, e), e);
    } catch (IOException e) {
      throw new StartFailure(
          ExitCode.CONFIGURATION, "cannot read the passphrase: " + e.getMessage(), e);
    }
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

  private static RootKey open(Path keys, Passphrase passphrase) {
    Secret secret = passphrase.secret();
    UnlockSecret unlock =
        secret == null
            ? new UnlockSecret.KeyFile(keys.resolve(RootKeyFile.KEY_FILE_NAME))
            : new UnlockSecret.Passphrase(secret);
    return new RootKey(RootKeyFile.open(keys, unlock), null, secret == null);
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
    private static final int MAX_BYTES = 1024;

    static Passphrase find(@Nullable Path flag) throws IOException {
      Path file = flag != null ? flag : fromEnvironment();
      return new Passphrase(file == null ? null : read(file));
    }

    private static @Nullable Path fromEnvironment() {
      String credentials = System.getenv("CREDENTIALS_DIRECTORY");
      if (credentials != null && Files.exists(Path.of(credentials, "coffer-root-key"))) {
        return Path.of(credentials, "coffer-root-key");
      }
      String named = System.getenv("COFFER_ROOT_KEY_PASSPHRASE_FILE");
      return named == null ? null : Path.of(named);
    }

    private static Secret read(Path file) throws IOException {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException(file + " is longer than a passphrase may be");
      }
      byte[] bytes = Files.readAllBytes(file);
      int end = 0;
      while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
        end++;
      }
      // As bytes, whatever they are: decoding would make one passphrase of many.
      byte[] passphrase = Arrays.copyOf(bytes, end);
      Arrays.fill(bytes, (byte) 0);
      if (passphrase.length == 0) {
        throw new IOException("the first line of " + file + " is empty");
      }
      return Secret.of(passphrase);
    }

    @Override
    public void close() {
      if (secret != null) {
        secret.close();
      }
    }
  }
}
