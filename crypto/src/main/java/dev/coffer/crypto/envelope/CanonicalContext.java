package dev.coffer.crypto.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.crypto.seal.NotAuthentic;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Encryption contexts in their canonical form, as {@link Aad#canonical} writes them. */
final class CanonicalContext {
  /** Count, and the lengths of one name and one value. */
  private static final int SMALLEST_BYTES = 3 * Integer.BYTES;

  private CanonicalContext() {}

  /**
   * Whether this text has exactly one form as UTF-8, and the form is short enough. Text with half a
   * surrogate pair has none: it would come back as something else.
   */
  static boolean fits(Map<String, String> encryptionContext) {
    return encryptionContext.entrySet().stream()
            .allMatch(entry -> wellFormed(entry.getKey()) && wellFormed(entry.getValue()))
        && Aad.canonical(encryptionContext).length <= Envelope.MAX_CONTEXT_BYTES;
  }

  private static boolean wellFormed(String text) {
    return UTF_8.newEncoder().canEncode(text);
  }

  /** Returns an unchangeable copy of a context that fits. */
  static Map<String, String> require(Map<String, String> encryptionContext) {
    if (!fits(encryptionContext)) {
      throw new IllegalArgumentException("an encryption context too long, or not Unicode");
    }
    return Map.copyOf(encryptionContext);
  }

  /**
   * Reads a context.
   *
   * @throws NotAuthentic for anything but the one canonical form
   */
  static Map<String, String> decode(byte[] canonical) {
    if (canonical.length == 0) {
      return Map.of();
    }
    if (canonical.length < SMALLEST_BYTES || canonical.length > Envelope.MAX_CONTEXT_BYTES) {
      throw new NotAuthentic();
    }
    ByteBuffer in = ByteBuffer.wrap(canonical);
    var entries = new LinkedHashMap<String, String>();
    for (int left = in.getInt(); left > 0; left--) {
      String name = text(in);
      entries.put(name, text(in));
    }
    // One comparison refuses every other order, every repetition and every byte too many.
    if (!Arrays.equals(Aad.canonical(entries), canonical)) {
      throw new NotAuthentic();
    }
    return Map.copyOf(entries);
  }

  private static String text(ByteBuffer in) {
    int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new NotAuthentic();
    }
    ByteBuffer text = in.slice(in.position(), length);
    in.position(in.position() + length);
    try {
      return UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw new NotAuthentic();
    }
  }
}
