package dev.coffer.kms.audit;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A folder on a disk that can be full, or fail to sync. */
final class FaultyFolder implements LogFolder {
  private final LogFolder disk;
  final AtomicInteger syncs = new AtomicInteger();
  volatile boolean full;
  volatile boolean failingSync;

  /** Whoever takes it holds every sync up. */
  final Semaphore syncing = new Semaphore(1);

  FaultyFolder(LogFolder disk) {
    this.disk = disk;
  }

  @Override
  public List<Long> numbers(String stream) throws IOException {
    return disk.numbers(stream);
  }

  @Override
  public LogFile open(LogName name) throws IOException {
    if (full) {
      throw new IOException("No space left on device");
    }
    return new FaultyFile(disk.open(name));
  }

  @Override
  public InputStream read(LogName name, long fromByte) throws IOException {
    return disk.read(name, fromByte);
  }

  @Override
  public long sizeBytes(LogName name) throws IOException {
    return disk.sizeBytes(name);
  }

  @Override
  public String setAside(LogName name, long fromByte) throws IOException {
    return disk.setAside(name, fromByte);
  }

  @Override
  public String putAway(LogName name) throws IOException {
    return disk.putAway(name);
  }

  private final class FaultyFile implements LogFile {
    private final LogFile file;

    FaultyFile(LogFile file) {
      this.file = file;
    }

    /** A full disk takes the first half. */
    @Override
    public void write(byte[] bytes, long atByte) throws IOException {
      if (full) {
        file.write(Arrays.copyOf(bytes, bytes.length / 2), atByte);
        throw new IOException("No space left on device");
      }
      file.write(bytes, atByte);
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
      file.truncate(sizeBytes);
    }

    @Override
    public void sync() throws IOException {
      syncing.acquireUninterruptibly();
      try {
        syncs.incrementAndGet();
        if (failingSync) {
          throw new IOException("Input/output error");
        }
        file.sync();
      } finally {
        syncing.release();
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
