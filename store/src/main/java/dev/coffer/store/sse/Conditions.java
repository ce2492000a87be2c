package dev.coffer.store.sse;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.List;

/**
 * On which conditions somebody may use a type of encryption at all. Source: spec/encryption.md
 * §2.9, §2.10.
 */
public final class Conditions {
  private static final String SECURE = "aws:SecureTransport";
  private static final String KMS =
      "Requests specifying Server Side Encryption with AWS KMS managed keys ";

  private Conditions() {}

  /** R103: a key of the key service over plain HTTP. */
  public static S3Exception insecureKms() {
    return S3Error.InvalidArgument.because(KMS + "must be made over a secure connection.");
  }

  /** R105, TLSC: a customer's key over plain HTTP. */
  public static S3Exception insecureCustomerKey() {
    return S3Error.InvalidRequest.because(
        "Requests specifying Server Side Encryption with Customer provided keys must be made over a"
            + " secure connection.");
  }

  /** R106: a key of the key service without Signature Version 4. */
  public static S3Exception unsigned() {
    return S3Error.InvalidArgument.because(KMS + "require AWS Signature Version 4.")
        .with("ArgumentName", "Authorization")
        .with("ArgumentValue", "null");
  }

  /** R121: UpdateObjectEncryption without Signature Version 4, be it of another kind or none. */
  public static S3Exception unsignedUpdate() {
    return S3Error.InvalidRequest.because(
        "Requests that modify an object encryption configuration require Amazon Web Services"
            + " Signature Version 4. Modify the request to use Amazon Web Services Signature"
            + " Version 4, and then try again.");
  }

  /** Refuses unless the call may use keys of the key service. */
  static void requireForKms(Call call) {
    if (!secure(call)) {
      throw insecureKms();
    }
    if (!(call.caller() instanceof Caller.Principal)) {
      throw unsigned();
    }
  }

  /** Refuses unless the call may carry a customer's key. */
  static void requireForCustomerKey(Call call) {
    if (!secure(call)) {
      throw insecureCustomerKey();
    }
  }

  private static boolean secure(Call call) {
    return List.of("true").equals(call.keys().find(SECURE));
  }

  /** R109. */
  static S3Exception blocked(WriteRequest request) {
    return blocked(request.call(), request.bucket(), request.objectKey(), request.action());
  }

  /** R109: the bucket blocks SSE-C; strangers learn less. */
  static S3Exception blocked(Call call, Bucket bucket, String objectKey, String action) {
    return switch (call.caller()) {
      case Caller.Anonymous _, Caller.Service _ -> S3Error.AccessDenied.refusal();
      case Caller.Principal caller ->
          caller.account().equals(bucket.owner())
              ? S3Error.AccessDenied.because(
                  "User: %s is not authorized to perform: %s on resource: \"%s\" because this bucket has blocked upload requests that specify Server Side Encryption with Customer provided keys (SSE-C). Please specify a different server-side encryption type"
                      .formatted(
                          caller.arn(), action, "arn:aws:s3:::" + bucket.name() + "/" + objectKey))
              : S3Error.AccessDenied.refusal();
    };
  }
}
