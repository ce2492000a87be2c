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

/** Returns how long a version is kept. */
@Http(
    method = "GET",
    on = On.OBJECT,
    selectors = "retention",
    action = "s3:GetObjectRetention",
    versionAction = "s3:GetObjectRetention")
public record GetObjectRetention(
    @Path("Bucket") String bucket,
    @Path("Key") String key,
    @QueryParam("versionId") @Nullable String versionId,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetObjectRetention.Output> {
  /** What was put. */
  public record Output(@Payload Document<Retention> retention) {}
}
