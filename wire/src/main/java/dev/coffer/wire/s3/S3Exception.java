package dev.coffer.wire.s3;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal on which the client may act: it is answered with its code, status and text.
 *
 * <p>{@link #elements} are the error-specific elements of the document ({@code BucketName}, {@code
 * ArgumentName}) in their order.
 */
public final class S3Exception extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final S3Error error;
  private final transient Map<String, String> elements;

  S3Exception(S3Error error, String message, Map<String, String> elements) {
    super(message, null, false, false);
    this.error = error;
    this.elements = new LinkedHashMap<>(elements);
  }

  /** The same refusal with one more element. */
  public S3Exception with(String element, String value) {
    var more = new LinkedHashMap<>(elements);
    more.put(element, value);
    return new S3Exception(error, text(), more);
  }

  public S3Error error() {
    return error;
  }

  public String text() {
    return String.valueOf(getMessage());
  }

  public Map<String, String> elements() {
    return elements;
  }
}
