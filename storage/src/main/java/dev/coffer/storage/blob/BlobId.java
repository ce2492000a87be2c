package dev.coffer.storage.blob;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A blob's name: the opening of the store that wrote it, and a number within that.
 *
 * <p>Both are at least 1 and never given twice. Stored as 16 bytes, big-endian, session first; as
 * text, 32 lowercase hexadecimal digits.
 */
public record BlobId(long session, long sequence) implements Comparable<BlobId> {
  private static final int SIZE = 16;
  private static final Pattern TEXT = Pattern.compile("[0-7][0-9a-f]{15}[0-7][0-9a-f]{15}");

  public BlobId {
    if (session < 1 || sequence < 1) {
      throw new IllegalArgumentException("session and sequence begin at 1");
    }
  }

  public Bytes bytes16() {
    return new FieldWriter().u64(session).u64(sequence).toBytes();
  }

  /** Reads what {@link #bytes16} gave. */
  public static BlobId from(Bytes bytes16) {
    if (bytes16.size() != SIZE) {
      throw new IllegalArgumentException("a blob id is 16 bytes");
    }
    FieldReader reader = new FieldReader(bytes16);
    return new BlobId(reader.u64(), reader.u64());
  }

  public String hex() {
    return HexFormat.of().toHexDigits(session) + HexFormat.of().toHexDigits(sequence);
  }

  /** Reads what {@link #hex} gave. */
  public static BlobId parse(String hex) {
    if (!TEXT.matcher(hex).matches()) {
      throw new IllegalArgumentException("a blob id is 32 lowercase hexadecimal digits");
    }
    return from(Bytes.fromHex(hex));
  }

  @Override
  public int compareTo(BlobId other) {
    int bySession = Long.compare(session, other.session);
    return bySession != 0 ? bySession : Long.compare(sequence, other.sequence);
  }

  @Override
  public String toString() {
    return hex();
  }
}
