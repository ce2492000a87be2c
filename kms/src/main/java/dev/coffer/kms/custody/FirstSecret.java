package dev.coffer.kms.custody;

import dev.coffer.crypto.secret.Secret;

/** What a new slot of the root key file opens with. */
public sealed interface FirstSecret {

  /**
   * 32 random bytes in {@code root.key} beside the root key file. One that lies there already is
   * taken as it is.
   */
  record KeyFile() implements FirstSecret {}

  /** A passphrase as its bytes, at most 1024; the caller closes it. */
  record Passphrase(Secret passphrase) implements FirstSecret {
    public Passphrase {
      Argon2id.requirePassphrase(passphrase);
    }
  }
}
