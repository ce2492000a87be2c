package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.wire.checksum.ChecksumAlgorithm;
import dev.coffer.wire.checksum.ChecksumInput;
import dev.coffer.wire.checksum.Expected;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.SseApplied;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** A request's body, or a copy's source, with the digests that are computed over it. */
final class CheckedContent implements Content {
  private final ChecksumInput input;
  private final Expected expected;
  private final ChecksumAlgorithm kept;
  private long passedBytes;

  private CheckedContent(ChecksumInput input, Expected expected, ChecksumAlgorithm kept) {
    this.input = input;
    this.expected = expected;
    this.kept = kept;
  }

  /** The largest body of one request. */
  static final long MAX_BYTES = 5L * 1024 * 1024 * 1024;

  /** A body with what is declared of it, before it is known which digests will be needed. */
  record Announced(Body body, Expected expected, ChecksumAlgorithm kept) {
    Announced {
      requireSize(body.sizeBytes());
    }

    /** The MD5 is computed only where it becomes the ETag. */
    CheckedContent open(Bucket bucket, SseApplied applied) {
      ChecksumInput input = expected.open(body, Set.of(kept), ETag.ofDigest(bucket, applied));
      return new CheckedContent(input, expected, kept);
    }
  }

  /** An object's body: what its sender declared is kept, else Amazon's own choice. */
  static Announced announced(Body body, Integrity integrity) {
    Expected expected = Expected.from(integrity);
    var kept = expected.algorithm().orElse(ChecksumAlgorithm.CRC64NVME);
    return new Announced(body, expected, kept);
  }

  /** Plaintext of known size from our own store. */
  static Announced announced(InputStream plaintext, long sizeBytes, ChecksumAlgorithm kept) {
    return new Announced(new Body(plaintext, sizeBytes), Expected.from(Integrity.NONE), kept);
  }

  @Override
  public int read(byte[] buffer) throws IOException {
    int read = input.read(buffer, 0, buffer.length);
    count(Math.max(0, read));
    return read;
  }

  @Override
  public int readFully(byte[] buffer) throws IOException {
    int read = input.readNBytes(buffer, 0, buffer.length);
    count(read);
    return read;
  }

  /** The size of a body need not be declared, so it is watched as well. */
  private void count(int bytes) {
    passedBytes += bytes;
    requireSize(passedBytes);
  }

  private static void requireSize(long sizeBytes) {
    if (sizeBytes > MAX_BYTES) {
      throw S3Error.EntityTooLarge.with("ProposedSize", Long.toString(sizeBytes))
          .with("MaxSizeAllowed", Long.toString(MAX_BYTES));
    }
  }

  @Override
  public void verify() {
    input.result();
  }

  @Override
  public long sizeBytes() {
    return input.result().sizeBytes();
  }

  @Override
  public Bytes md5() {
    return input
        .result()
        .md5()
        .map(Bytes::copyOf)
        .orElseThrow(() -> new IllegalStateException("no MD5 was computed"));
  }

  @Override
  public StoredChecksum checksum() {
    return stored(kept);
  }

  /** The checksum that the sender declared. */
  @Override
  public Optional<StoredChecksum> declared() {
    return expected.algorithm().map(this::stored);
  }

  private StoredChecksum stored(ChecksumAlgorithm algorithm) {
    String base64 = input.result().checksums().get(algorithm);
    if (base64 == null) {
      throw new IllegalStateException("no such checksum was computed");
    }
    Bytes value = Bytes.copyOf(Base64.getDecoder().decode(base64));
    return new StoredChecksum(new ChecksumMark(algorithm, false), value, 0);
  }
}
