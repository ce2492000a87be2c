package dev.coffer.store.sse;

import dev.coffer.iam.auth.Call;
import dev.coffer.storage.Bytes;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.wire.s3.SseCustomer;
import org.jspecify.annotations.Nullable;

/**
 * Who wants the keys of which object or upload.
 *
 * @param objectId as it is stored beside the envelope
 * @param customer the customer's key as the headers say it
 * @param versionId for the log of key use; null where there is none
 * @param purpose what the keys are wanted for
 */
public record ReadRequest(
    Call call,
    Bucket bucket,
    String objectKey,
    Bytes objectId,
    Bytes envelope,
    SseCustomer customer,
    @Nullable String versionId,
    Purpose purpose) {
  /** Of an upload, or of a version whose id no log asks for. */
  public ReadRequest(
      Call call,
      Bucket bucket,
      String objectKey,
      Bytes objectId,
      Bytes envelope,
      SseCustomer customer) {
    this(call, bucket, objectKey, objectId, envelope, customer, null, Purpose.ITSELF);
  }

  /** The same, wanted for something else. */
  public ReadRequest withPurpose(Purpose other) {
    return new ReadRequest(call, bucket, objectKey, objectId, envelope, customer, versionId, other);
  }
}
