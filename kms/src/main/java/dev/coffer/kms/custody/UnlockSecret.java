package dev.coffer.kms.custody;

import dev.coffer.crypto.secret.Secret;
import java.nio.file.Path;

/** What opens the root key file. */
public sealed interface UnlockSecret {

  /** A file of exactly 32 bytes, which only its owner may read. */
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

  /** Shares of a slot, enough of them; the caller closes them. */
  record Shares(GivenShares given) implements UnlockSecret {}

  /** The backends that the slots name, one after the other. */
  record Backends(Surroundings around) implements UnlockSecret {}
}
