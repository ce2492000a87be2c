package dev.coffer.storage.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Writes a blob's file under its temporary name. */
final class FileBlobWriter extends BlobWriter {
  /** What one call hands to the system, which holds as much outside of the heap meanwhile. */
  static final int PIECE = 128 * 1024;

  private final FileBlobs store;
  private final BlobId id;
  private final Path file;
  private final FileChannel channel;
  private boolean closed;

  /** Since the final one may come back after a power loss, see {@link FileBlobs#publish}. */
  private boolean firstNameStays;

  private FileBlobWriter(FileBlobs store, BlobId id, Path file, FileChannel channel) {
    this.store = store;
    this.id = id;
    this.file = file;
    this.channel = channel;
  }

  static FileBlobWriter begin(FileBlobs store, BlobFile begun, Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileBlobWriter writer = new FileBlobWriter(store, begun.id(), file, channel);
    boolean complete = false;
    try {
      writer.writeFully(ByteBuffer.wrap(begun.header().toByteArray()));
      complete = true;
      return writer;
    } finally {
      if (!complete) {
        writer.close();
      }
    }
  }

  @Override
  public BlobId id() {
    return id;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    requireWritable();
    try {
      for (int done = 0; done < length; done += PIECE) {
        writeFully(ByteBuffer.wrap(bytes, offset + done, Math.min(PIECE, length - done)));
      }
    } catch (IOException e) {
      throw BlobFolder.failure(e);
    }
  }

  @Override
  public void finish() {
    requireWritable();
    store.inside(() -> {
      store.publish(id, file, channel, () -> firstNameStays = true);
      closed = true;
      leave();
      return id;
    });
  }

  /** Lets go of a blob that is finished. */
  private void leave() {
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The blob is durable under its final name, so this is no failure of it. A first name that
      // stays is litter; the collector removes it with the session.
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      channel.close();
      if (!firstNameStays) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw BlobFolder.failure(e);
    }
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private void requireWritable() {
    store.requireOpen();
    if (closed) {
      throw new IllegalStateException("the blob is finished or closed");
    }
  }
}
