package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.QueryParam;
import dev.coffer.wire.binding.XmlRoot;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the caller's directory buckets, in pages. Told from {@link ListBuckets} by the host or by
 * the service that it is signed for.
 */
@Http(method = "GET", on = On.SERVICE, action = "s3express:ListAllMyDirectoryBuckets")
@Directory(endpoint = Endpoint.REGIONAL, action = "s3express:ListAllMyDirectoryBuckets")
public record ListDirectoryBuckets(
    @QueryParam("continuation-token") @Nullable String continuationToken,
    @QueryParam("max-directory-buckets") @Nullable Integer maxDirectoryBuckets)
    implements Operation<ListDirectoryBuckets.Output> {
  /** One bucket. */
  public record Bucket(String name, Instant creationDate, String bucketRegion, String bucketArn) {}

  /** A page. */
  @XmlRoot("ListAllMyDirectoryBucketsResult")
  public record Output(
      @Element(value = "Buckets", item = "Bucket") List<Bucket> buckets,
      @Nullable String continuationToken) {}
}
