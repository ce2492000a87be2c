package dev.coffer.storage.blob;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * The header that every blob's file begins with; the content follows to the end of the file.
 *
 * <p>Shape: {@code "coffblob"} (8), version (u8), id (16), hint (u16 length, bytes), CRC32C of all
 * that (u32); big-endian. Source: docs/formats/blob-files-v1.md.
 */
record BlobFile(BlobId id, Bytes hint) {
  static final String FORMAT = "blob-files-v1";
  static final int VERSION = 1;

  private static final Bytes MAGIC = Bytes.utf8("coffblob");
  private static final int FIXED = 8 + 1 + 16 + 2;
  private static final int CRC = 4;

  /** Where the content begins. */
  int headerSize() {
    return FIXED + hint.size() + CRC;
  }

  Bytes header() {
    Bytes start = MAGIC.concat(new FieldWriter().u8(VERSION).toBytes()).concat(id.bytes16());
    Bytes length = new FieldWriter().u16(hint.size()).toBytes();
    Bytes checked = start.concat(length).concat(hint);
    return checked.concat(new FieldWriter().u32(crc(checked)).toBytes());
  }

  /**
   * Reads the header of an open file.
   *
   * @throws Corrupt when it is not the header of this blob
   */
  static BlobFile read(FileChannel channel, BlobId expected) throws IOException {
    Bytes start = readStart(channel);
    check(start.size() >= FIXED && start.startsWith(MAGIC), expected);
    FieldReader reader = new FieldReader(start.slice(MAGIC.size(), FIXED));
    check(reader.u8() == VERSION, expected);
    check(reader.u64() == expected.session() && reader.u64() == expected.sequence(), expected);
    int hintSize = reader.u16();
    check(hintSize >= 1 && hintSize <= BlobStore.MAX_HINT, expected);
    check(start.size() >= FIXED + hintSize + CRC, expected);
    Bytes crc = start.slice(FIXED + hintSize, FIXED + hintSize + CRC);
    check(new FieldReader(crc).u32() == crc(start.slice(0, FIXED + hintSize)), expected);
    return new BlobFile(expected, start.slice(FIXED, FIXED + hintSize));
  }

  private static Bytes readStart(FileChannel channel) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(FIXED + BlobStore.MAX_HINT + CRC);
    while (start.hasRemaining() && channel.read(start, start.position()) >= 0) {
      // Until the buffer is full or the file ends.
    }
    return Bytes.copyOf(start.array(), 0, start.position());
  }

  private static long crc(Bytes bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.toByteArray());
    return crc.getValue();
  }

  private static void check(boolean condition, BlobId id) {
    if (!condition) {
      throw new Corrupt("a blob's header is damaged").with("blob", id);
    }
  }
}
