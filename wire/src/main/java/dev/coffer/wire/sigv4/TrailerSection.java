package dev.coffer.wire.sigv4;

import dev.coffer.wire.http.Headers;
import dev.coffer.wire.s3.S3Error;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what follows the last chunk: the declared trailers, all of them and no others, and their
 * signature if chunks are signed.
 *
 * <p>Amazon's own example ends a trailer with a line feed and then an empty line before the
 * signature; most clients do not. Both are read.
 */
final class TrailerSection {
  private static final int MAX_LINE_BYTES = 1024;
  private static final String SIGNATURE = "x-amz-trailer-signature";

  private final ChunkSource source;
  private final List<String> declared;
  private final Map<String, String> trailers = new LinkedHashMap<>();

  /**
   * @param declared lower-case names
   */
  TrailerSection(ChunkSource source, List<String> declared) {
    this.source = source;
    this.declared = declared;
  }

  /** Reads up to and including the empty line. */
  Headers read(@Nullable ChunkSignatures signatures) throws IOException {
    String signature = lines(signatures != null);
    requireDeclared();
    if (signatures != null && !signatures.verifiesTrailers(canonical(), signature)) {
      throw S3Error.SignatureDoesNotMatch.refusal();
    }
    var builder = Headers.builder();
    trailers.forEach(builder::add);
    return builder.build();
  }

  private String lines(boolean signed) throws IOException {
    boolean bareBefore = false;
    for (int i = 0; i < 2 * declared.size() + 2; i++) {
      String line = source.line(MAX_LINE_BYTES);
      boolean bare = source.endedBare();
      if (line.isEmpty() && !(signed && bareBefore)) {
        return "";
      }
      if (!line.isEmpty()) {
        int colon = line.indexOf(':');
        String name = colon < 1 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String value = line.substring(colon + 1).strip();
        if (signed && name.equals(SIGNATURE)) {
          source.requireLineEnd();
          return value;
        }
        add(name, value);
      }
      bareBefore = bare && !line.isEmpty();
    }
    throw S3Error.MalformedTrailerError.refusal();
  }

  private void add(String name, String value) {
    if (!declared.contains(name) || trailers.put(name, value) != null) {
      throw S3Error.MalformedTrailerError.refusal();
    }
  }

  private void requireDeclared() {
    if (trailers.size() < declared.size()) {
      throw trailers.isEmpty()
          ? S3Error.IncompleteBody.refusal()
          : S3Error.MalformedTrailerError.refusal();
    }
  }

  private String canonical() {
    var canonical = new StringBuilder();
    trailers.forEach(
        (name, value) -> canonical.append(name).append(':').append(value).append('\n'));
    return canonical.toString();
  }
}
