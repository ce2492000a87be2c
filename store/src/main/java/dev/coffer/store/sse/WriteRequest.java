package dev.coffer.store.sse;

import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.wire.s3.SseCustomer;

/**
 * Who writes what, and how it shall be encrypted as the headers say.
 *
 * @param action as Amazon names it where it refuses: {@code s3:PutObject}, {@code s3:CopyObject}
 */
public record WriteRequest(
    Call call,
    Bucket bucket,
    String objectKey,
    String action,
    dev.coffer.wire.s3.Sse sse,
    SseCustomer customer) {}
