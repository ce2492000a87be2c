package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/** Would return where a bucket is copied to. */
@Http(
    method = "GET",
    on = On.BUCKET,
    selectors = "replication",
    action = "s3:GetReplicationConfiguration")
public record GetBucketReplication(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketReplication.Output> {
  /** Never answered: no bucket has one. */
  @XmlRoot("ReplicationConfiguration")
  public record Output() {}
}
