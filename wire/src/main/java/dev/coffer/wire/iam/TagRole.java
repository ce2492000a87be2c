package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.util.List;

/**
 * Adds tags to a role.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:TagRole")
public record TagRole(
    @Length(min = 1, max = 64) @Matches("[\\w+=,.@-]+") String roleName,
    @Length(max = 50) List<Tag> tags)
    implements Operation<TagRole.Output> {
  /** Nothing. */
  public record Output() {}
}
