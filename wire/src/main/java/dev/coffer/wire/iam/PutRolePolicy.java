package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Writes an inline policy of a role.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:PutRolePolicy")
public record PutRolePolicy(
    @Length(min = 1, max = 64) @Matches("[\\w+=,.@-]+") String roleName,
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String policyName,
    @Length(min = 1, max = 131072) String policyDocument)
    implements Operation<PutRolePolicy.Output> {
  /** Nothing. */
  public record Output() {}
}
