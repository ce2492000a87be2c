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

/** Asks for an access control list; a bucket whose owner owns all objects takes only its own. */
@Http(method = "PUT", on = On.BUCKET, selectors = "acl", action = "s3:PutBucketAcl")
public record PutBucketAcl(
    @Path("Bucket") String bucket,
    @Group AclGrants grants,
    @Group Integrity integrity,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Payload Document<AccessControlPolicy> acl)
    implements Operation<Unit> {}
