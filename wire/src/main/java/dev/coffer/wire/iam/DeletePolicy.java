package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Deletes a managed policy that is attached to nobody.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:DeletePolicy")
public record DeletePolicy(@Length(min = 20, max = 2048) String policyArn)
    implements Operation<DeletePolicy.Output> {
  /** Nothing. */
  public record Output() {}
}
