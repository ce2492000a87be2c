package dev.coffer.wire.s3;

import dev.coffer.wire.codec.Document;
import dev.coffer.wire.codec.Group;
import dev.coffer.wire.codec.Header;
import dev.coffer.wire.codec.Http;
import dev.coffer.wire.codec.Http.On;
import dev.coffer.wire.codec.Operation;
import dev.coffer.wire.codec.Path;
import dev.coffer.wire.codec.Payload;
import org.jspecify.annotations.Nullable;

/** Enables or suspends versioning. */
@Http(method = "PUT", on = On.BUCKET, selectors = "versioning", action = "s3:PutBucketVersioning")
public record PutBucketVersioning(
    @Path("Bucket") String bucket,
    @Group Integrity integrity,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Payload Document<VersioningConfiguration> configuration)
    implements Operation<Unit> {}
