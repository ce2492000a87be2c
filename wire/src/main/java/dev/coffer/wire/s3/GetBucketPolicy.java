package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import dev.coffer.wire.http.Body;
import org.jspecify.annotations.Nullable;

/** Returns a bucket's policy byte for byte as it was put. */
@Http(method = "GET", on = On.BUCKET, selectors = "policy", action = "s3:GetBucketPolicy")
@Directory(endpoint = Endpoint.REGIONAL, action = "s3express:GetBucketPolicy")
public record GetBucketPolicy(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketPolicy.Output> {
  /** The policy's JSON. */
  public record Output(@Header("Content-Type") String contentType, @Payload Body policy) {}
}
