package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.util.List;

/**
 * Removes tags from a role.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:UntagRole")
public record UntagRole(
    @Length(min = 1, max = 64) @Matches("[\\w+=,.@-]+") String roleName,
    @Length(max = 50) List<@Length(min = 1, max = 128) String> tagKeys)
    implements Operation<UntagRole.Output> {
  /** Nothing. */
  public record Output() {}
}
