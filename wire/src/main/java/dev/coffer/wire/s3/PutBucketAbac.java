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

/** Says whether a bucket's tags count in policies; only that they do not is served. */
@Http(method = "PUT", on = On.BUCKET, selectors = "abac", action = "s3:PutBucketAbac")
public record PutBucketAbac(
    @Path("Bucket") String bucket,
    @Group Integrity integrity,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Payload Document<AbacStatus> status)
    implements Operation<Unit> {}
