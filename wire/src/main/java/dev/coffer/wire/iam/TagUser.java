package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.util.List;

/**
 * Adds tags to a user.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:TagUser")
public record TagUser(
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String userName,
    @Length(max = 50) List<Tag> tags)
    implements Operation<TagUser.Output> {
  /** Nothing. */
  public record Output() {}
}
