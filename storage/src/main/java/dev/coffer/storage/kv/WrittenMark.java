package dev.coffer.storage.kv;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * The sequence of the last commit that was synced, beside the rows: rows that end before it have
 * lost some. Source: docs/decisions/0051-mark-of-the-last-commit.md.
 *
 * <p>It is written after the commit and not synced, so it can be behind the rows, which says
 * nothing, and never before them, unless they have lost something. Shape:
 * docs/formats/kv-keys-v1.md. One thread at a time.
 */
final class WrittenMark implements AutoCloseable {
  private static final int SIZE = Long.BYTES + Integer.BYTES;

  private final FileChannel file;

  private WrittenMark(FileChannel file) {
    this.file = file;
  }

  /** Opens the mark in a folder, which is made empty when it is absent. */
  static WrittenMark open(Path folder) throws IOException {
    return new WrittenMark(
        FileChannel.open(
            folder.resolve("written"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE));
  }

  /** The sequence, unless nothing intact is there: a mark that is lost says nothing. */
  OptionalLong sequence() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(SIZE);
    while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {
      // Until there is no more of it.
    }
    if (bytes.hasRemaining()) {
      return OptionalLong.empty();
    }
    long sequence = bytes.getLong(0);
    return bytes.getInt(Long.BYTES) == sum(sequence)
        ? OptionalLong.of(sequence)
        : OptionalLong.empty();
  }

  /** Sets it to a sequence that is synced. */
  void set(long sequence) {
    ByteBuffer bytes = ByteBuffer.allocate(SIZE);
    bytes.putLong(sequence).putInt(sum(sequence)).flip();
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes, bytes.position());
      }
    } catch (IOException e) {
      // The commit is synced and nothing is wrong with it. A mark that stays behind is no lie.
    }
  }

  /** Makes it durable, where it was set back: an old one that came back would be a lie. */
  void sync() {
    try {
      file.force(false);
    } catch (IOException e) {
      // The rows are as they are. At worst somebody is asked again whether to take them so.
    }
  }

  private static int sum(long sequence) {
    CRC32C sum = new CRC32C();
    sum.update(ByteBuffer.allocate(Long.BYTES).putLong(0, sequence));
    return (int) sum.getValue();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
