package dev.coffer.wire.checksum;

import dev.coffer.wire.http.Body;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A body that computes its checksums while it is read. At its end it compares them with what the
 * sender declared: a mismatch is thrown instead of the end of the stream, so that a reader that
 * only copies cannot miss it.
 */
public final class ChecksumInput extends InputStream {
  private final Body body;
  private final Expected expected;
  private final @Nullable Checksum md5;
  private final Map<ChecksumAlgorithm, Checksum> sums;
  private long sizeBytes;
  private @Nullable Result result;

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
   * @throws dev.coffer.wire.s3.S3Exception at the end, when the bytes are not what was declared
   */
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n = body.stream().read(target, offset, length);
    if (n < 0) {
      finish();
    } else {
      update(target, offset, n);
    }
    return n;
  }

  /** What was computed over the whole; only after the end was reached. */
  public Result result() {
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
    if (result != null) {
      return;
    }
    byte[] digest = md5 == null ? null : md5.value();
    var values = new EnumMap<ChecksumAlgorithm, String>(ChecksumAlgorithm.class);
    sums.forEach((algorithm, sum) -> values.put(algorithm, sum.base64()));
    String base64 = digest == null ? null : Base64.getEncoder().encodeToString(digest);
    expected.requireMatch(base64, values, body);
    String hex = digest == null ? null : HexFormat.of().formatHex(digest);
    result = new Result(sizeBytes, hex, Map.copyOf(values));
  }
}
