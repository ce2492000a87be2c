package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import dev.coffer.wire.binding.QueryParam;
import org.jspecify.annotations.Nullable;

/** Returns an object's access control list: full control for the bucket's owner. */
@Http(
    method = "GET",
    on = On.OBJECT,
    selectors = "acl",
    action = "s3:GetObjectAcl",
    versionAction = "s3:GetObjectVersionAcl")
public record GetObjectAcl(
    @Path("Bucket") String bucket,
    @Path("Key") String key,
    @QueryParam("versionId") @Nullable String versionId,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetObjectAcl.Output> {
  /** The list. */
  public record Output(@Payload Document<AccessControlPolicy> acl) {}
}
