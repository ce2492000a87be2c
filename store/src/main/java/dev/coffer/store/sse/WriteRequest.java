package dev.coffer.store.sse;

import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.wire.s3.SseCustomer;

/**
 * Who writes what, and how it shall be encrypted as the headers say.
 *
 * @param action as Amazon names it where it refuses: {@code s3:PutObject}, {@code s3:CopyObject}
 * @param purpose what the object is written for
 */
public record WriteRequest(
    Call call,
    Bucket bucket,
    String objectKey,
    String action,
    dev.coffer.wire.s3.Sse sse,
    SseCustomer customer,
    Purpose purpose) {
  /** Of what is no copy. */
  public WriteRequest(
      Call call,
      Bucket bucket,
      String objectKey,
      String action,
      dev.coffer.wire.s3.Sse sse,
      SseCustomer customer) {
    this(call, bucket, objectKey, action, sse, customer, Purpose.ITSELF);
  }
}
