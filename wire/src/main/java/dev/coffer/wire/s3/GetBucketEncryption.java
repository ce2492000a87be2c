package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import org.jspecify.annotations.Nullable;

/** Returns a bucket's default encryption. */
@Http(
    method = "GET",
    on = On.BUCKET,
    selectors = "encryption",
    action = "s3:GetEncryptionConfiguration")
@Directory(endpoint = Endpoint.REGIONAL, action = "s3express:GetEncryptionConfiguration")
public record GetBucketEncryption(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketEncryption.Output> {
  /** The configuration as it was put, or Amazon's default. */
  public record Output(@Payload Document<ServerSideEncryptionConfiguration> configuration) {}
}
