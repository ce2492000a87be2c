package dev.coffer.client;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The server refused or failed. Common codes have a type of their own; every other code is in this
 * type with its text.
 *
 * <p>An answer without an error document (a failed HEAD, a proxy's page) has the code {@code ""}
 * and no request id but that of the headers; what it says is cut to a few words in {@link
 * #message}.
 *
 * <p>Source: Amazon S3 API Reference, "Error responses".
 */
public sealed class S3ServiceException extends CofferException
    permits AccessDeniedException,
        AuthenticationFailedException,
        BadDigestException,
        InvalidArgumentException,
        InvalidBucketOwnerException,
        InvalidDigestException,
        InvalidRequestException,
        MalformedXmlException,
        NoSuchBucketException,
        NotImplementedException,
        ServiceUnavailableException,
        ThrottledException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String message;
  private final String requestId;
  private final String hostId;
  private final LinkedHashMap<String, String> elements;
  private final Duration retryAfter;

  S3ServiceException(Refusal refusal) {
    super(refusal.summary());
    this.status = refusal.status();
    this.code = refusal.code();
    this.message = refusal.message();
    this.requestId = refusal.requestId();
    this.hostId = refusal.hostId();
    this.elements = new LinkedHashMap<>(refusal.elements());
    this.retryAfter = refusal.retryAfter();
  }

  /** The HTTP status. */
  public final int status() {
    return status;
  }

  /** The error code, as the server spelt it; empty when it sent none. */
  public final String code() {
    return code;
  }

  /** The server's own text; {@link #getMessage} adds code, status and request id. */
  public final String message() {
    return message;
  }

  /** Identifies the request in the server's log; empty when it sent none. */
  public final String requestId() {
    return requestId;
  }

  /** Amazon's extended request id; empty when the server sent none. */
  public final String hostId() {
    return hostId;
  }

  /** The document's further elements by name ({@code BucketName}, {@code ArgumentName}). */
  public final Map<String, String> elements() {
    return Collections.unmodifiableMap(elements);
  }

  /** One of the further elements. */
  public final Optional<String> findElement(String name) {
    return Optional.ofNullable(elements.get(name));
  }

  @Override
  public final boolean retryable() {
    return RetryPolicy.retryable(status, code);
  }

  /** How long the server asked to wait; zero when it did not. */
  final Duration retryAfter() {
    return retryAfter;
  }
}
