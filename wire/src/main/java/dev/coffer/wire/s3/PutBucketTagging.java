package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import dev.coffer.wire.binding.Status;
import org.jspecify.annotations.Nullable;

/** Gives a bucket these tags instead of those that it has. */
@Http(method = "PUT", on = On.BUCKET, selectors = "tagging", action = "s3:PutBucketTagging")
public record PutBucketTagging(
    @Path("Bucket") String bucket,
    @Group Integrity integrity,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Payload Document<Tagging> tagging)
    implements Operation<PutBucketTagging.Output> {
  /** 204, as Amazon answers, whatever its model says. */
  public record Output(@Status int status) {}
}
