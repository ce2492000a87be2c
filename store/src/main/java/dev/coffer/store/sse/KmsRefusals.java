package dev.coffer.store.sse;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.wire.rpc.RpcException;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.HashMap;
import java.util.Map;

/**
 * What S3 says where the key service refuses: the only place that translates.
 *
 * <p>{@code KMS.} and the key service's code with its text; a lack of rights is S3's own
 * AccessDenied; what a retry may help with is 503. Source: spec/encryption.md R96, R97; spec/kms.md
 * §13.
 */
final class KmsRefusals {
  private static final String PREFIX = "KMS.";
  private static final String RETRY_AFTER_SECONDS = "1";
  private static final String THIS_RESOURCE = " on this resource because the resource does not ";
  private static final String NAMES_S3 = "Invalid keyId 'aws/s3'";
  private static final Map<String, S3Error> BY_CODE = byCode();

  private KmsRefusals() {}

  /** As S3 answers when a data key was to be made. */
  static RuntimeException ofGenerating(RpcException refusal) {
    return translated(refusal);
  }

  /**
   * As S3 answers when a stored data key was to be opened. A ciphertext that the key service does
   * not know for its own is no business of the reader's: the envelope is damaged.
   */
  static RuntimeException ofOpening(RpcException refusal) {
    return switch (refusal.code()) {
      case "InvalidCiphertextException", "IncorrectKeyException" -> {
        var damaged = new NotAuthentic();
        damaged.addSuppressed(refusal);
        yield damaged;
      }
      case "AccessDeniedException" -> S3Error.AccessDenied.because(ofCiphertext(refusal));
      default -> translated(refusal);
    };
  }

  private static S3Exception translated(RpcException refusal) {
    return switch (refusal.code()) {
      case "AccessDeniedException" -> S3Error.AccessDenied.because(text(refusal));
      case "ThrottlingException" ->
          S3Error.SlowDown.because(
              "Please reduce your request rate for operations involving AWS KMS.");
      case "KeyUnavailableException", "DependencyTimeoutException" -> unavailable();
      default -> passedOn(refusal);
    };
  }

  private static S3Exception passedOn(RpcException refusal) {
    S3Error known = BY_CODE.get(PREFIX + refusal.code());
    if (known != null) {
      return known.because(text(refusal));
    }
    return refusal.status() >= 500 ? unavailable() : S3Error.InternalError.refusal();
  }

  /** Only those who wait help; the keys of other custodies are not concerned. */
  private static S3Exception unavailable() {
    return S3Error.ServiceUnavailable.refusal().header("Retry-After", RETRY_AFTER_SECONDS);
  }

  private static String text(RpcException refusal) {
    String text = refusal.text() == null ? "" : refusal.text();
    // The alias without its beginning is an old mistake, and Amazon's old text for it is known.
    return text.equals(NAMES_S3) ? "Invalid keyId aws/s3" : text;
  }

  /** S3 shows no ciphertext, so the key is the one associated with it. */
  private static String ofCiphertext(RpcException refusal) {
    return text(refusal)
        .replace(
            THIS_RESOURCE,
            " on the resource associated with this ciphertext because the resource does not ");
  }

  private static Map<String, S3Error> byCode() {
    var byCode = new HashMap<String, S3Error>();
    for (S3Error error : S3Error.values()) {
      if (error.code().startsWith(PREFIX)) {
        byCode.put(error.code(), error);
      }
    }
    return Map.copyOf(byCode);
  }
}
