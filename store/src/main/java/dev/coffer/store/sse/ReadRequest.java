package dev.coffer.store.sse;

import dev.coffer.iam.auth.Call;
import dev.coffer.storage.Bytes;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.wire.s3.SseCustomer;

/**
 * Who wants the keys of which object or upload.
 *
 * @param objectId as it is stored beside the envelope
 * @param customer the customer's key as the headers say it
 */
public record ReadRequest(
    Call call,
    Bucket bucket,
    String objectKey,
    Bytes objectId,
    Bytes envelope,
    SseCustomer customer) {}
