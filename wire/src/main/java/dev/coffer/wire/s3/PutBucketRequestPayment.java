package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import org.jspecify.annotations.Nullable;

/** Says who pays for requests; only the owner may. */
@Http(
    method = "PUT",
    on = On.BUCKET,
    selectors = "requestPayment",
    action = "s3:PutBucketRequestPayment")
public record PutBucketRequestPayment(
    @Path("Bucket") String bucket,
    @Group Integrity integrity,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Payload Document<RequestPaymentConfiguration> configuration)
    implements Operation<Unit> {}
