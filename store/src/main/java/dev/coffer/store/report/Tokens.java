package dev.coffer.store.report;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.kv.Key;
import dev.coffer.wire.admin.AdminError;
import java.util.Base64;

/** Where a recount goes on, as text: base64url of group and suffix, each with its length. */
final class Tokens {
  private Tokens() {}

  static String encode(Key next) {
    byte[] fields =
        new FieldWriter().bytes(next.group()).bytes(next.suffix()).toBytes().toByteArray();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(fields);
  }

  /** Refuses what is no token; whoever makes one up gets sums of another stretch, and no more. */
  static Key decode(String token) {
    try {
      FieldReader in = new FieldReader(Bytes.copyOf(Base64.getUrlDecoder().decode(token)));
      Key key = new Key(in.bytes(Key.MAX_GROUP), in.bytes(Key.MAX_SUFFIX));
      in.requireEnd();
      return key;
    } catch (IllegalArgumentException | Corrupt _) {
      throw AdminError.ValidationException.because("The nextToken is not one of a stretch before");
    }
  }
}
