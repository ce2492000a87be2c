package dev.coffer.wire.checksum;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A body that computes its checksums while it is read and compares them with what the sender
 * declared.
 *
 * <p>Where the size is known, that happens before the last bytes are handed out; otherwise instead
 * of the end of the stream. So neither a reader that only copies nor one that stops at the size can
 * miss a mismatch, and one that reads on after the refusal gets it again.
 */
public final class ChecksumInput extends InputStream {
  private final Body body;
  private final Expected expected;
  private final @Nullable Checksum md5;
  private final Map<ChecksumAlgorithm, Checksum> sums;
  private long sizeBytes;
  private @Nullable Result result;
  private @Nullable S3Exception refusal;

  /**
   * What was computed.
   *
   * @param md5Hex 32 digits; null unless it was asked for or declared
   * @param checksums in base64
   */
  public record Result(
      long sizeBytes, @Nullable String md5Hex, Map<ChecksumAlgorithm, String> checksums) {}

  ChecksumInput(
      Body body, Expected expected, @Nullable Checksum md5, Map<ChecksumAlgorithm, Checksum> sums) {
    this.body = body;
    this.expected = expected;
    this.md5 = md5;
    this.sums = sums;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /**
   * Reads and computes.
   *
   * @throws S3Exception when the bytes are not what was declared
   */
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (refusal != null) {
      throw refusal;
    }
    if (result != null) {
      return length == 0 ? 0 : -1;
    }
    int n = body.stream().read(target, offset, length);
    if (n < 0) {
      finish();
      return n;
    }
    update(target, offset, n);
    if (n > 0 && sizeBytes == body.sizeBytes()) {
      finishAtSize();
    }
    return n;
  }

  private void finishAtSize() throws IOException {
    if (body.stream().read() >= 0) {
      throw refused(S3Error.IncompleteBody.because("The request body is longer than declared"));
    }
    finish();
  }

  /** What was computed over the whole; only after the end was reached. */
  public Result result() {
    if (refusal != null) {
      throw refusal;
    }
    Result done = result;
    if (done == null) {
      throw new IllegalStateException("the body was not read to its end");
    }
    return done;
  }

  @Override
  public void close() throws IOException {
    body.stream().close();
  }

  private void update(byte[] bytes, int offset, int length) {
    sizeBytes += length;
    if (md5 != null) {
      md5.update(bytes, offset, length);
    }
    for (Checksum sum : sums.values()) {
      sum.update(bytes, offset, length);
    }
  }

  private void finish() {
    if (body.sizeBytes() != Body.UNKNOWN && sizeBytes != body.sizeBytes()) {
      throw refused(S3Error.IncompleteBody.refusal());
    }
    byte[] digest = md5 == null ? null : md5.value();
    var values = new EnumMap<ChecksumAlgorithm, String>(ChecksumAlgorithm.class);
    sums.forEach((algorithm, sum) -> values.put(algorithm, sum.base64()));
    String base64 = digest == null ? null : Base64.getEncoder().encodeToString(digest);
    try {
      expected.requireMatch(base64, values, body);
    } catch (S3Exception e) {
      throw refused(e);
    }
    String hex = digest == null ? null : HexFormat.of().formatHex(digest);
    result = new Result(sizeBytes, hex, Map.copyOf(values));
  }

  private S3Exception refused(S3Exception e) {
    refusal = e;
    return e;
  }
}
