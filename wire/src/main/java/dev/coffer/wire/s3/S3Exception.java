package dev.coffer.wire.s3;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal on which the client may act: it is answered with its code, status and text.
 *
 * <p>{@link #elements} are the error-specific elements of the document ({@code BucketName}, {@code
 * ArgumentName}) in their order; {@link #headers} are response headers that the answer carries
 * besides the usual ones, also where there is no document (HEAD, 304).
 */
public final class S3Exception extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final S3Error error;
  private final transient Map<String, String> elements;
  private final transient Map<String, String> headers;

  S3Exception(S3Error error, String message, Map<String, String> elements) {
    this(error, message, elements, Map.of());
  }

  private S3Exception(
      S3Error error, String message, Map<String, String> elements, Map<String, String> headers) {
    super(message, null, false, false);
    this.error = error;
    this.elements = new LinkedHashMap<>(elements);
    this.headers = new LinkedHashMap<>(headers);
  }

  /** The same refusal with one more element. */
  public S3Exception with(String element, String value) {
    var more = new LinkedHashMap<>(elements);
    more.put(element, value);
    return new S3Exception(error, text(), more, headers);
  }

  /** The same refusal with one more response header. */
  public S3Exception header(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new S3Exception(error, text(), elements, more);
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

  public Map<String, String> headers() {
    return headers;
  }
}
