package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import org.jspecify.annotations.Nullable;

/** Makes sure that no table describes a bucket. */
@Http(
    method = "DELETE",
    on = On.BUCKET,
    selectors = "metadataConfiguration",
    status = 204,
    action = "s3:DeleteBucketMetadataTableConfiguration")
public record DeleteBucketMetadataConfiguration(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<Unit> {}
