package dev.coffer.store.sse;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.session.DirectorySession;
import dev.coffer.wire.s3.KmsKeyNames;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Sse;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a new object of a directory bucket is encrypted: as the session or else the bucket
 * says, which a request may repeat. A copy may ask for less than SSE-KMS, not for more than the
 * bucket has.
 *
 * <p>Bucket keys are always on, and the encryption context is the bucket's ARN alone. Source:
 * spec/encryption.md R168, R173, R177 to R180. No code of Amazon's is known for any refusal.
 */
final class DirectoryChoosing {
  private final WriteRequest request;
  private final String bucketArn;
  private final @Nullable String inForce;

  private DirectoryChoosing(WriteRequest request, String bucketArn) {
    this.request = request;
    this.bucketArn = bucketArn;
    this.inForce = keyInForce(request);
  }

  /**
   * The choice.
   *
   * @throws S3Exception InvalidArgument
   */
  static Choice of(WriteRequest request, String bucketArn) {
    if (request.customer().present()) {
      throw argument(
          SseHeaders.SSE, "Directory buckets do not support customer-provided keys (SSE-C)", null);
    }
    return new DirectoryChoosing(request, bucketArn).choice();
  }

  /**
   * The ARN of the key that new objects are encrypted under; null for SSE-S3. For a copy, which no
   * session makes, it is the bucket's.
   */
  private static @Nullable String keyInForce(WriteRequest request) {
    Optional<DirectorySession.Scope> session = request.call().findScope();
    return session.isPresent() && !request.purpose().copies()
        ? session.get().kmsKeyArn()
        : request.bucket().directoryKeyArn();
  }

  private Choice choice() {
    requireBucketKey(request.sse().bucketKeyEnabled());
    Sse asked = request.sse();
    String method = asked.algorithm();
    if (method == null) {
      if (asked.kmsKeyId() != null || asked.context() != null) {
        throw SseHeaders.kmsRequired(null);
      }
      return inForce == null ? sseS3(true) : kms(inForce, true);
    }
    return switch (method) {
      case "AES256" -> sseS3();
      case "aws:kms" -> sseKms();
      case "aws:kms:dsse" ->
          throw argument(
              SseHeaders.SSE, "Directory buckets support only AES256 and aws:kms", method);
      default -> throw SseHeaders.unknownMethod(method);
    };
  }

  /** They are always on (R173), so nobody may ask for the contrary. */
  static void requireBucketKey(@Nullable String flag) {
    if (flag == null) {
      return;
    }
    switch (flag) {
      case "true", "True", "TRUE" -> {}
      case "false", "False", "FALSE" ->
          throw argument(
              SseHeaders.BUCKET_KEY,
              "S3 Bucket Keys are always enabled in directory buckets and cannot be disabled",
              flag);
      default -> throw SseHeaders.badBucketKey(flag);
    }
  }

  private Choice sseS3() {
    if (request.sse().kmsKeyId() != null || request.sse().context() != null) {
      throw SseHeaders.kmsRequired("AES256");
    }
    if (inForce != null && !request.purpose().copies()) {
      throw differs("AES256");
    }
    return sseS3(false);
  }

  /** No bucket key is between an object and the bucket's own key, so none may be asked for. */
  private Choice sseS3(boolean byDefault) {
    if (request.sse().bucketKeyEnabled() != null) {
      throw SseHeaders.noBucketKey("AES256");
    }
    return new Choice.SseS3(byDefault);
  }

  private Choice sseKms() {
    if (inForce == null) {
      throw differs("aws:kms");
    }
    String keyId = request.sse().kmsKeyId();
    if (keyId != null && !names(request.call(), keyId, inForce)) {
      throw argument(
          SseHeaders.KEY_ID,
          KmsKeyNames.isAlias(keyId)
              ? "A directory bucket's key is named by its id or its ARN, not by an alias"
              : "The key is not the one that the directory bucket encrypts with",
          keyId);
    }
    return kms(inForce, false);
  }

  /** Whether an id or ARN is that key's; a bare id is one of the caller's own account. */
  static boolean names(Call call, String keyId, String arn) {
    return call.caller() instanceof Caller.Principal caller
        && KmsKeyNames.names(keyId, arn, caller.account().id());
  }

  private Choice kms(String keyArn, boolean byDefault) {
    Choice.ClientContext given = ContextHeader.parseOwn(request.sse().context(), bucketArn);
    var context = new Choice.ClientContext(Map.of(), given.header());
    return new Choice.SseKms(keyArn, true, context, byDefault);
  }

  private S3Exception differs(String method) {
    return argument(
        SseHeaders.SSE,
        request.purpose().copies()
            ? "SSE-KMS cannot be asked for where the directory bucket's default is SSE-S3"
            : "The encryption is not that of the session or of the directory bucket",
        method);
  }

  private static S3Exception argument(String name, String text, @Nullable String value) {
    S3Exception refusal = S3Error.InvalidArgument.because(text).with("ArgumentName", name);
    return value == null ? refusal : refusal.with("ArgumentValue", value);
  }
}
