package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Shows the policy of a key.
 *
 * @param policyName {@code default}, the only one
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:GetKeyPolicy")
public record GetKeyPolicy(
    @Length(min = 1, max = 2048) String keyId,
    @Length(min = 1, max = 128) @Matches("[\\w]+") @Nullable String policyName)
    implements Operation<GetKeyPolicy.Output> {

  /** What the answer holds. */
  public record Output(String policy, String policyName) {}
}
