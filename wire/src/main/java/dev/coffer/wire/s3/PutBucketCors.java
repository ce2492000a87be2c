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

/** Says which pages of other origins may send which requests. */
@Http(method = "PUT", on = On.BUCKET, selectors = "cors", action = "s3:PutBucketCORS")
public record PutBucketCors(
    @Path("Bucket") String bucket,
    @Group Integrity integrity,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Payload Document<CORSConfiguration> configuration)
    implements Operation<Unit> {}
