package dev.coffer.wire.admin;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds up a stretch of a bucket's versions by looking at each, to prove the counters. The sums of
 * all stretches are of one moment when every {@code changesBefore} and {@code changesAfter} is the
 * same number.
 *
 * @param nextToken of the stretch before; null for the first
 */
@Rpc(service = Rpc.Service.ADMIN, action = "coffer:RecountVersions")
public record RecountVersions(
    @Length(min = 1, max = 255) String bucket,
    @Length(min = 1, max = 4096) @Nullable String nextToken)
    implements Operation<RecountVersions.Output> {

  /**
   * What was found.
   *
   * @param uncounted versions and delete markers that are older than counting
   * @param changesBefore how many commits had changed versions before the stretch was looked at
   * @param nextToken null on the last
   */
  public record Output(
      List<CountedVersions> versions,
      long deleteMarkers,
      long uncounted,
      long changesBefore,
      long changesAfter,
      @Nullable String nextToken) {
    public Output {
      versions = List.copyOf(versions);
    }
  }
}
