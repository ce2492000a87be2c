package dev.coffer.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.coffer.crypto.envelope.Envelope;
import dev.coffer.crypto.seal.Cobblestone;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Secret;
import java.util.Arrays;

/** Envelopes and sealed messages: what was written, or not authentic. */
class EnvelopeFuzzTest {
  @FuzzTest
  void envelope(byte[] stored) {
    try {
      if (!Arrays.equals(Envelope.decode(stored).encode(), stored)) {
        throw new AssertionError("two encodings of one envelope");
      }
    } catch (NotAuthentic _) {
      // refused, as it may be
    }
  }

  @FuzzTest
  void sealed(byte[] stored) {
    try (Secret key = Secret.of(new byte[Cobblestone.KEY_BYTES])) {
      Cobblestone.open(key, new byte[0], stored);
    } catch (NotAuthentic _) {
      // refused, as it may be
    }
  }
}
