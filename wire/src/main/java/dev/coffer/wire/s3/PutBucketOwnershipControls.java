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

/** Says who owns the objects of a bucket. */
@Http(
    method = "PUT",
    on = On.BUCKET,
    selectors = "ownershipControls",
    action = "s3:PutBucketOwnershipControls")
public record PutBucketOwnershipControls(
    @Path("Bucket") String bucket,
    @Group Integrity integrity,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Payload Document<OwnershipControls> controls)
    implements Operation<Unit> {}
