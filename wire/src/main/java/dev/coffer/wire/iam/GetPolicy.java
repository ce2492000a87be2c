package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Returns a managed policy without its document.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:GetPolicy")
public record GetPolicy(@Length(min = 20, max = 2048) String policyArn)
    implements Operation<GetPolicy.Output> {
  /** The answer. */
  public record Output(@Nullable Policy policy) {}
}
