package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the policy of a key.
 *
 * @param policyName {@code default}, the only one
 * @param policy at most 32,768 bytes
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:PutKeyPolicy")
public record PutKeyPolicy(
    @Length(min = 1, max = 2048) String keyId,
    @Length(min = 1, max = 128) @Matches("[\\w]+") @Nullable String policyName,
    @Length(min = 1, max = 131072) @Matches("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+")
        String policy,
    @Nullable Boolean bypassPolicyLockoutSafetyCheck)
    implements Operation<PutKeyPolicy.Output> {

  /** An answer without members. */
  public record Output() {}
}
