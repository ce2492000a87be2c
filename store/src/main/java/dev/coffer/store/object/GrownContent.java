package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.io.InputStream;

/**
 * The end of an object and what is added to it, as one body. What was declared is of the latter,
 * and so are the digests.
 */
final class GrownContent implements Content {
  private final InputStream before;
  private final long beforeBytes;
  private final CheckedContent added;

  /** The caller closes the stream. */
  GrownContent(InputStream before, long beforeBytes, CheckedContent added) {
    this.before = before;
    this.beforeBytes = beforeBytes;
    this.added = added;
  }

  static S3Exception empty() {
    return S3Error.InvalidRequest.because(
        "Request body cannot be empty when 'write offset' is specified.");
  }

  @Override
  public int read(byte[] buffer) throws IOException {
    int read = before.read(buffer);
    return read >= 0 ? read : added.read(buffer);
  }

  @Override
  public int readFully(byte[] buffer) throws IOException {
    int read = before.readNBytes(buffer, 0, buffer.length);
    byte[] rest = new byte[buffer.length - read];
    int more = added.readFully(rest);
    System.arraycopy(rest, 0, buffer, read, more);
    return read + more;
  }

  @Override
  public void verify() {
    added.verify();
    if (added.sizeBytes() == 0) {
      throw empty();
    }
  }

  @Override
  public long sizeBytes() {
    return beforeBytes + added.sizeBytes();
  }

  @Override
  public Bytes md5() {
    return added.md5();
  }

  @Override
  public StoredChecksum checksum() {
    return added.checksum();
  }
}
