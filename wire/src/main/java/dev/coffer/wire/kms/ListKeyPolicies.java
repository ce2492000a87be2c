package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the names of a key's policies, of which there is one.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyPolicies.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:ListKeyPolicies")
public record ListKeyPolicies(
    @Length(min = 1, max = 2048) String keyId,
    @Range(min = 1, max = 1000) @Nullable Integer limit,
    @Length(min = 1, max = 1024) @Nullable String marker)
    implements Operation<ListKeyPolicies.Output> {

  /** What the answer holds. */
  public record Output(List<String> policyNames, @Nullable String nextMarker, boolean truncated) {}
}
