package dev.coffer.storage.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Reads a blob's file, which stays readable while it is open even if it is removed. */
final class FileBlobReader implements BlobReader {
  private final FileBlobs store;
  private final FileChannel channel;
  private final long begin;
  private final long sizeBytes;

  private FileBlobReader(FileBlobs store, FileChannel channel, long begin, long sizeBytes) {
    this.store = store;
    this.channel = channel;
    this.begin = begin;
    this.sizeBytes = sizeBytes;
  }

  static FileBlobReader open(FileBlobs store, BlobId id, Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    boolean complete = false;
    try {
      long begin = BlobFile.read(channel, id).headerSize();
      FileBlobReader reader = new FileBlobReader(store, channel, begin, channel.size() - begin);
      complete = true;
      return reader;
    } finally {
      if (!complete) {
        channel.close();
      }
    }
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public int read(long at, byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    Checks.requirePosition(at);
    store.requireOpen();
    if (!channel.isOpen()) {
      throw new IllegalStateException("the reader is closed");
    }
    if (at >= sizeBytes) {
      return -1;
    }
    try {
      return readFully(at, target, offset, (int) Math.min(length, sizeBytes - at));
    } catch (IOException e) {
      throw BlobFolder.failure(e);
    }
  }

  private int readFully(long at, byte[] target, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int piece = Math.min(FileBlobWriter.PIECE, length - done);
      int count = channel.read(ByteBuffer.wrap(target, offset + done, piece), begin + at + done);
      if (count < 0) {
        throw new IOException("the file became shorter");
      }
      done += count;
    }
    return done;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw BlobFolder.failure(e);
    }
  }
}
