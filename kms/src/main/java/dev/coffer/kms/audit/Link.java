package dev.coffer.kms.audit;

import dev.coffer.storage.Bytes;

/**
 * Where a chain of lines has got to.
 *
 * @param sequence number of the line, counted from 1 through all files; 0 before the first
 * @param mac the line's authentication code, 32 bytes
 */
public record Link(long sequence, Bytes mac) {
  /** As it is shown to people and given back by them: {@code 12:9f86…}. */
  @Override
  public String toString() {
    return sequence + ":" + mac.toHex();
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException when it is nothing of that shape
   */
  public static Link parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 2 || parts[1].length() != 64 || !parts[0].matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("not a number, a colon and 64 hexadecimal digits");
    }
    return new Link(Long.parseLong(parts[0]), Bytes.fromHex(parts[1]));
  }
}
