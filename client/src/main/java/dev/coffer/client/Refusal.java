package dev.coffer.client;

import java.time.Duration;
import java.util.Map;

/**
 * What an answer of failure said, before it is a typed exception.
 *
 * @param code empty when the answer had no error document
 */
record Refusal(
    int status,
    String code,
    String message,
    String requestId,
    String hostId,
    Map<String, String> elements,
    Duration retryAfter) {
  Refusal {
    elements = Map.copyOf(elements);
  }

  /** One line for logs. */
  String summary() {
    return message
        + " ("
        + (code.isEmpty() ? "" : code + ", ")
        + "status "
        + status
        + (requestId.isEmpty() ? "" : ", request id " + requestId)
        + ")";
  }

  S3ServiceException exception() {
    return switch (code) {
      case "AccessDenied" -> new AccessDeniedException(this);
      case "BadDigest" -> new BadDigestException(this);
      case "InvalidArgument" -> new InvalidArgumentException(this);
      case "InvalidBucketOwnerAWSAccountID" -> new InvalidBucketOwnerException(this);
      case "InvalidDigest" -> new InvalidDigestException(this);
      case "InvalidRequest" -> new InvalidRequestException(this);
      case "MalformedXML" -> new MalformedXmlException(this);
      case "NoSuchBucket" -> new NoSuchBucketException(this);
      case "NotImplemented" -> new NotImplementedException(this);
      case "ServiceUnavailable" -> new ServiceUnavailableException(this);
      default -> other();
    };
  }

  private S3ServiceException other() {
    if (AuthenticationFailedException.CODES.contains(code)) {
      return new AuthenticationFailedException(this);
    }
    if (RetryPolicy.throttling(status, code)) {
      return new ThrottledException(this);
    }
    return code.isEmpty() && status == 503
        ? new ServiceUnavailableException(this)
        : new S3ServiceException(this);
  }
}
