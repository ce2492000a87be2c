package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Changes a role's description or how long its sessions last.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:UpdateRole")
public record UpdateRole(
    @Length(min = 1, max = 64) @Matches("[\\w+=,.@-]+") String roleName,
    @Length(max = 1000) @Nullable String description,
    @Range(min = 3600, max = 43200) @Nullable Integer maxSessionDuration)
    implements Operation<UpdateRole.Output> {
  /** Nothing. */
  public record Output() {}
}
