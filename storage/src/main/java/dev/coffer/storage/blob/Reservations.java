package dev.coffer.storage.blob;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.Folders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/**
 * The numbers that one session may give to blobs, reserved durably in blocks before they are given.
 *
 * <p>Shape: a file of two slots, each the last reserved number (u64) and its CRC32C (u32), written
 * in turn, so that a torn write leaves the other; the greater valid one counts. A session that
 * reserves nothing leaves no file. Source: docs/formats/blob-files-v1.md.
 */
final class Reservations {
  static final int BLOCK = 256;
  private static final int SLOT = 8 + 4;

  private final Path file;
  private final ReentrantLock lock = new ReentrantLock();
  private long given;
  private long reserved;

  Reservations(Path file) {
    this.file = file;
  }

  /** The next number; durable on the disk as reserved. */
  long next() throws IOException {
    lock.lock();
    try {
      if (given == reserved) {
        reserve(reserved + BLOCK);
      }
      return ++given;
    } finally {
      lock.unlock();
    }
  }

  private void reserve(long upTo) throws IOException {
    boolean first = reserved == 0;
    long slot = reserved / BLOCK % 2;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer record = ByteBuffer.wrap(record(upTo).toByteArray());
      while (record.hasRemaining()) {
        channel.write(record, slot * SLOT + record.position());
      }
      channel.force(true);
    }
    if (first) {
      Folders.sync(Folders.above(file));
    }
    reserved = upTo;
  }

  /** The last number that a session reserved. */
  static long read(Path file) throws IOException {
    Bytes content = Bytes.copyOf(Files.readAllBytes(file));
    long last = Math.max(slot(content, 0), slot(content, 1));
    if (last == 0 && content.size() > SLOT) {
      throw new Corrupt("a session's reservations are damaged").with("session", file.getFileName());
    }
    return last;
  }

  /** 0 when there is nothing valid: a first write that was torn reserved nothing. */
  private static long slot(Bytes content, int number) {
    int from = number * SLOT;
    if (content.size() < from + SLOT) {
      return 0;
    }
    Bytes found = content.slice(from, from + SLOT);
    long upTo = new FieldReader(found).u64();
    return upTo > 0 && record(upTo).equals(found) ? upTo : 0;
  }

  private static Bytes record(long upTo) {
    Bytes number = new FieldWriter().u64(upTo).toBytes();
    CRC32C crc = new CRC32C();
    crc.update(number.toByteArray());
    return number.concat(new FieldWriter().u32(crc.getValue()).toBytes());
  }
}
