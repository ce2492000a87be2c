package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;

/**
 * That a version is being moved to another key; whether it has left is said by that key's group
 * ({@link Moves}).
 *
 * @param destination object key
 * @param token 16 random bytes of this one attempt
 */
public record Moving(String destination, Bytes token) {
  void write(FieldWriter out) {
    out.string(destination).bytes(token);
  }

  static Moving read(FieldReader in) {
    return new Moving(in.string(), Stored.id16(in));
  }
}
