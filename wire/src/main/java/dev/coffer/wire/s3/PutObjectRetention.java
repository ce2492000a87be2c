package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.Also;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import dev.coffer.wire.binding.QueryParam;
import org.jspecify.annotations.Nullable;

/** Sets, lengthens or, where that is allowed, shortens or removes how long a version is kept. */
@Http(
    method = "PUT",
    on = On.OBJECT,
    selectors = "retention",
    action = "s3:PutObjectRetention",
    versionAction = "s3:PutObjectRetention",
    also =
        @Also(
            header = "x-amz-bypass-governance-retention",
            action = "s3:BypassGovernanceRetention"))
public record PutObjectRetention(
    @Path("Bucket") String bucket,
    @Path("Key") String key,
    @QueryParam("versionId") @Nullable String versionId,
    @Header("x-amz-bypass-governance-retention") @Nullable Boolean bypassGovernance,
    @Group Integrity integrity,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Payload Document<Retention> retention)
    implements Operation<Unit> {}
