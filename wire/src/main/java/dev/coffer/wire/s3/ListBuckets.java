package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.QueryParam;
import dev.coffer.wire.binding.XmlRoot;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the caller's buckets, by name, in pages. */
@Http(method = "GET", on = On.SERVICE, action = "s3:ListAllMyBuckets")
public record ListBuckets(
    @QueryParam("prefix") @Nullable String prefix,
    @QueryParam("max-buckets") @Nullable Integer maxBuckets,
    @QueryParam("continuation-token") @Nullable String continuationToken,
    @QueryParam("bucket-region") @Nullable String bucketRegion)
    implements Operation<ListBuckets.Output> {
  /** One bucket. */
  public record Bucket(String name, Instant creationDate, @Nullable String bucketRegion) {}

  /** A page. */
  @XmlRoot("ListAllMyBucketsResult")
  public record Output(
      Owner owner,
      @Element(value = "Buckets", item = "Bucket") List<Bucket> buckets,
      @Nullable String continuationToken,
      @Nullable String prefix) {}
}
