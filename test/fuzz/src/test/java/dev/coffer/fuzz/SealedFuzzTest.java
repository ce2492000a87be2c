package dev.coffer.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.coffer.crypto.envelope.Binding;
import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.Envelope;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.material.CiphertextBlob;
import dev.coffer.crypto.material.KeyMaterial;
import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.seal.Cobblestone;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.seal.SealedSource;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;

/**
 * What was sealed, and then changed by the input: what comes out is what went in, and at the first
 * byte that is not, {@link NotAuthentic}.
 */
class SealedFuzzTest {
  private static final int LONGEST = 4096;
  private static final byte[] ID = new byte[16];
  private static final byte[] CONTEXT = new byte[32];
  private static final int STRIDE = 3;

  /** Seeded, so that an input means the same each time. */
  private static Entropy entropy() {
    var random = new java.util.Random(20_261_130L);
    return random::nextBytes;
  }

  private static Secret key() {
    return Secret.of(new byte[Cobblestone.KEY_BYTES]);
  }

  /**
   * The sealed bytes with the input's changes: triples of a place, in 16 bits, and what is put
   * there; a place beyond the end cuts off so many bytes.
   */
  private static byte[] changed(byte[] sealed, byte[] changes, int from) {
    byte[] changed = sealed.clone();
    for (int i = from; i + STRIDE <= changes.length; i += STRIDE) {
      int at = ((changes[i] & 0xff) << 8) | (changes[i + 1] & 0xff);
      if (at < changed.length) {
        changed[at] = changes[i + 2];
      } else {
        changed = Arrays.copyOf(changed, Math.max(0, changed.length - (changes[i + 2] & 0xff)));
      }
    }
    return changed;
  }

  /** A body in one layer or two, opened in a range; the first two bytes choose it. */
  @FuzzTest
  void payload(byte[] input) throws IOException {
    if (input.length < 2 || input.length > LONGEST) {
      return;
    }
    byte[] plain = new byte[((input[0] & 3) << 14) + (input[1] & 0xff)];
    new java.util.Random(input[1]).nextBytes(plain);
    try (DataKeys keys = (input[0] & 4) == 0 ? DataKeys.one(key()) : DataKeys.two(key(), key())) {
      var sealed = new ByteArrayOutputStream();
      try (OutputStream out = keys.sealing(ID, 0, entropy(), sealed)) {
        out.write(plain);
      }
      byte[] stored = changed(sealed.toByteArray(), input, 2);
      long first = (input[0] & 8) == 0 || plain.length < 10 ? 0 : plain.length / 3;
      boolean same = Arrays.equals(stored, sealed.toByteArray());
      requireTrue(open(keys, stored, first, plain), plain, (int) first, same);
    }
  }

  /** What came out before the end or the first fault; the last byte says whether there was one. */
  private static byte[] open(DataKeys keys, byte[] stored, long first, byte[] plain)
      throws IOException {
    var out = new ByteArrayOutputStream();
    int fault = 0;
    try {
      // What an object's row says of the size is compared before anything is opened.
      if (keys.plainSize(stored.length) != plain.length) {
        throw new NotAuthentic();
      }
      SealedSource source = SealedSource.of(stored);
      keys.opening(source, ID, 0, first, plain.length - first).transferTo(out);
    } catch (NotAuthentic _) {
      fault = 1;
    }
    out.write(fault);
    return out.toByteArray();
  }

  private static void requireTrue(byte[] got, byte[] plain, int first, boolean same) {
    int count = got.length - 1;
    boolean whole = got[count] == 0;
    if (!Arrays.equals(Arrays.copyOf(got, count), Arrays.copyOfRange(plain, first, first + count))
        || (whole && count != plain.length - first)
        || (same && !whole)) {
      throw new AssertionError(count + " bytes came out, whole: " + whole);
    }
  }

  /** A small record, as rows and key files hold them. */
  @FuzzTest
  void record(byte[] input) {
    if (input.length > LONGEST) {
      return;
    }
    byte[] plain = Arrays.copyOf(input, Math.min(input.length, 40));
    try (var key = new WrappingKey(key())) {
      byte[] sealed = key.sealRecord(plain, CONTEXT, entropy());
      byte[] stored = changed(sealed, input, plain.length);
      require(() -> key.openRecord(stored, CONTEXT), plain, Arrays.equals(sealed, stored));
    }
  }

  /** An object's envelope: decoded, its data key unwrapped. */
  @FuzzTest
  void envelope(byte[] input) {
    if (input.length > LONGEST) {
      return;
    }
    Binding binding = Binding.of(ID, ID);
    try (var bucketKey = new WrappingKey(key());
        Secret dataKey = Secret.of(entropy().bytes(Cobblestone.KEY_BYTES))) {
      var scheme = binding.sseS3(1, bucketKey, dataKey, entropy());
      byte[] sealed = new Envelope(scheme).encode();
      byte[] stored = changed(sealed, input, 0);
      boolean same = Arrays.equals(sealed, stored);
      try {
        if (Envelope.decode(stored).scheme() instanceof Envelope.SseS3 again) {
          try (Secret unwrapped = binding.unwrap(again, bucketKey)) {
            if (!unwrapped.sameAs(dataKey)) {
              throw new AssertionError("another data key");
            }
          }
        }
      } catch (NotAuthentic refused) {
        if (same) {
          throw new AssertionError("what was sealed is refused", refused);
        }
      }
    }
  }

  /** A ciphertext of the key service. */
  @FuzzTest
  void blob(byte[] input) {
    if (input.length > LONGEST) {
      return;
    }
    byte[] plain = Arrays.copyOf(input, Math.min(input.length, 40));
    Map<String, String> context = Map.of("purpose", "fuzz");
    try (var material = new KeyMaterial(key())) {
      byte[] sealed = material.seal(false, Bytes.of(ID), 1, plain, context, entropy());
      byte[] stored = changed(sealed, input, plain.length);
      require(
          () -> material.open(CiphertextBlob.parse(stored), context),
          plain,
          Arrays.equals(sealed, stored));
      require(() -> material.open(CiphertextBlob.parse(sealed), Map.of()), null, false);
    }
  }

  /** A ciphertext of the key service that is all the input's. */
  @FuzzTest
  void foreignBlob(byte[] input) {
    try (var material = new KeyMaterial(key())) {
      CiphertextBlob parsed = CiphertextBlob.parse(input);
      if (!Arrays.equals(parsed.encoded().toArray(), input)) {
        throw new AssertionError("another blob than was read");
      }
      require(() -> material.open(parsed, Map.of()), null, false);
    } catch (NotAuthentic _) {
      // refused, as it may be
    }
  }

  private interface Opening {
    byte[] open();
  }

  private static void require(Opening opening, byte[] plain, boolean same) {
    byte[] opened;
    try {
      opened = opening.open();
    } catch (NotAuthentic refused) {
      if (same) {
        throw new AssertionError("what was sealed is refused", refused);
      }
      return;
    }
    if (!Arrays.equals(opened, plain)) {
      throw new AssertionError("opened as something else");
    }
  }
}
