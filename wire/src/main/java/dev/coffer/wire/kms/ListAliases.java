package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the aliases of the account or of a key.
 *
 * @param limit 50 when absent, at most 100
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:ListAliases")
public record ListAliases(
    @Length(min = 1, max = 2048) @Nullable String keyId,
    @Range(min = 1, max = 1000) @Nullable Integer limit,
    @Length(min = 1, max = 1024) @Nullable String marker)
    implements Operation<ListAliases.Output> {

  /** What the answer holds. */
  public record Output(List<Entry> aliases, @Nullable String nextMarker, boolean truncated) {}

  /**
   * An alias.
   *
   * @param targetKeyId null for a predefined alias whose key does not exist yet, as are its dates
   */
  public record Entry(
      String aliasName,
      String aliasArn,
      @Nullable String targetKeyId,
      @Nullable Instant creationDate,
      @Nullable Instant lastUpdatedDate) {}
}
