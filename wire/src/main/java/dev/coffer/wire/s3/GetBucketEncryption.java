package dev.coffer.wire.s3;

import dev.coffer.wire.codec.Document;
import dev.coffer.wire.codec.Header;
import dev.coffer.wire.codec.Http;
import dev.coffer.wire.codec.Http.On;
import dev.coffer.wire.codec.Operation;
import dev.coffer.wire.codec.Path;
import dev.coffer.wire.codec.Payload;
import org.jspecify.annotations.Nullable;

/** Returns a bucket's default encryption. */
@Http(
    method = "GET",
    on = On.BUCKET,
    selectors = "encryption",
    action = "s3:GetEncryptionConfiguration")
public record GetBucketEncryption(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketEncryption.Output> {
  /** The configuration as it was put, or Amazon's default. */
  public record Output(@Payload Document<ServerSideEncryptionConfiguration> configuration) {}
}
