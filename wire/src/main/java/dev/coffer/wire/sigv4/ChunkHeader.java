package dev.coffer.wire.sigv4;

import dev.coffer.wire.s3.S3Error;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line before a chunk: {@code 10000;chunk-signature=…} or, unsigned, {@code 10000}.
 *
 * @param signature empty when unsigned
 */
record ChunkHeader(long sizeBytes, String signature) {
  static final int MAX_BYTES = 256;

  private static final Pattern SIGNED =
      Pattern.compile("([0-9a-fA-F]{1,15});chunk-signature=([0-9a-f]{64})");
  private static final Pattern UNSIGNED = Pattern.compile("([0-9a-fA-F]{1,15})()");

  static ChunkHeader parse(String line, boolean signed) {
    Matcher matcher = (signed ? SIGNED : UNSIGNED).matcher(line);
    if (!matcher.matches()) {
      throw S3Error.IncompleteBody.refusal();
    }
    return new ChunkHeader(Long.parseLong(matcher.group(1), 16), matcher.group(2));
  }
}
