package dev.coffer.wire.admin;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says of a bucket, or of all buckets a page at a time, what its default encryption is and what its
 * versions really are.
 *
 * @param bucket null for all
 * @param nextToken of the page before; null for the first
 * @param maxResults buckets of a page; 50 when absent
 */
@Rpc(service = Rpc.Service.ADMIN, action = "coffer:ReportEncryption")
public record ReportEncryption(
    @Length(min = 1, max = 255) @Nullable String bucket,
    @Length(min = 1, max = 255) @Nullable String nextToken,
    @Range(min = 1, max = 100) @Nullable Integer maxResults)
    implements Operation<ReportEncryption.Output> {

  /**
   * A page.
   *
   * @param nextToken null on the last
   */
  public record Output(List<BucketEncryption> buckets, @Nullable String nextToken) {
    public Output {
      buckets = List.copyOf(buckets);
    }
  }
}
