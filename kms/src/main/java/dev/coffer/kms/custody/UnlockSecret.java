package dev.coffer.kms.custody;

import dev.coffer.crypto.secret.Secret;
import java.nio.file.Path;

/** What opens the root key file. */
public sealed interface UnlockSecret {

  /** A file of exactly 32 bytes. */
  record KeyFile(Path path) implements UnlockSecret {}

  /** A passphrase as its bytes, at most 1024; the caller closes it. */
  record Passphrase(Secret passphrase) implements UnlockSecret {
    public Passphrase {
      Argon2id.requirePassphrase(passphrase);
    }
  }

  /** The recovery key as it was printed, or as somebody typed it. */
  record Recovery(String printed) implements UnlockSecret {
    @Override
    public String toString() {
      return "Recovery[…]";
    }
  }
}
