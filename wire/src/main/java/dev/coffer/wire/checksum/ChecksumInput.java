package dev.coffer.wire.checksum;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A body that is checked while it is read.
 *
 * <p>Where the size is known, the check happens before the last bytes are handed out; otherwise
 * instead of the end of the stream. Either way a reader that only copies cannot take a wrong body
 * for a whole one: {@code read} throws {@link S3Exception}, and keeps throwing it.
 */
public final class ChecksumInput extends InputStream {
  private final Body body;
  private final Expected expected;
  private final Map<ChecksumAlgorithm, Checksum> checksums;
  private final @Nullable Checksum md5;
  private long sizeBytes;
  private @Nullable Verified verified;
  private @Nullable S3Exception refusal;

  ChecksumInput(
      Body body,
      Expected expected,
      Map<ChecksumAlgorithm, Checksum> checksums,
      @Nullable Checksum md5) {
    this.body = body;
    this.expected = expected;
    this.checksums = checksums;
    this.md5 = md5;
  }

  /**
   * What was computed; only after the end of the stream was reached.
   *
   * @throws S3Exception when the body did not agree with what its sender declared
   */
  public Verified result() {
    if (refusal != null) {
      throw refusal;
    }
    if (verified == null) {
      throw new IllegalStateException("the body was not read to its end");
    }
    return verified;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (refusal != null) {
      throw refusal;
    }
    if (verified != null) {
      return length == 0 ? 0 : -1;
    }
    int count = body.stream().read(bytes, offset, length);
    if (count < 0) {
      end();
      return -1;
    }
    update(bytes, offset, count);
    if (count > 0 && sizeBytes == body.sizeBytes()) {
      requireEnd();
    }
    return count;
  }

  private void requireEnd() throws IOException {
    if (body.stream().read() >= 0) {
      throw refuse(S3Error.IncompleteBody.because("The request body is longer than declared"));
    }
    end();
  }

  private void update(byte[] bytes, int offset, int count) {
    for (Checksum checksum : checksums.values()) {
      checksum.update(bytes, offset, count);
    }
    if (md5 != null) {
      md5.update(bytes, offset, count);
    }
    sizeBytes += count;
  }

  private void end() {
    if (body.sizeBytes() != Body.UNKNOWN && sizeBytes != body.sizeBytes()) {
      throw refuse(S3Error.IncompleteBody.refusal());
    }
    var values = new EnumMap<ChecksumAlgorithm, byte[]>(ChecksumAlgorithm.class);
    checksums.forEach((algorithm, checksum) -> values.put(algorithm, checksum.value()));
    byte[] digest = md5 == null ? null : md5.value();
    try {
      expected.require(digest, values, body.trailers().get());
    } catch (S3Exception e) {
      throw refuse(e);
    }
    verified = new Verified(digest, values, sizeBytes);
  }

  private S3Exception refuse(S3Exception e) {
    refusal = e;
    return e;
  }

  @Override
  public int available() throws IOException {
    return verified != null || refusal != null ? 0 : body.stream().available();
  }

  @Override
  public void close() throws IOException {
    body.stream().close();
  }
}
