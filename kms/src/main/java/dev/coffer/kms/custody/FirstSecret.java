package dev.coffer.kms.custody;

import dev.coffer.crypto.secret.Secret;
import java.util.Map;

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

  /** 32 random bytes on paper, shown once. */
  record Recovery() implements FirstSecret {}

  /** Shares of 32 random bytes, shown once: 2 to 16, of which at least 2 are needed. */
  record Shares(int threshold, int shares) implements FirstSecret {
    public Shares {
      if (!Shamir.possible(threshold, shares)) {
        throw Settings.unsupported("there are 2 to 16 shares, of which 2 or more are needed");
      }
    }
  }

  /**
   * A backend's key.
   *
   * @param word of the backend, as {@link CustodyType#word}
   */
  record Backend(String word, Map<String, String> settings, Surroundings around)
      implements FirstSecret {
    public Backend {
      settings = Map.copyOf(settings);
    }
  }
}
