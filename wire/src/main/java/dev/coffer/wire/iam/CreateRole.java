package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates a role.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:CreateRole")
public record CreateRole(
    @Length(min = 1, max = 512) @Nullable String path,
    @Length(min = 1, max = 64) @Matches("[\\w+=,.@-]+") String roleName,
    @Length(min = 1, max = 131072) String assumeRolePolicyDocument,
    @Length(max = 1000) @Nullable String description,
    @Range(min = 3600, max = 43200) @Nullable Integer maxSessionDuration,
    @Length(min = 20, max = 2048) @Nullable String permissionsBoundary,
    @Length(max = 50) @Nullable List<Tag> tags)
    implements Operation<CreateRole.Output> {
  /** The answer. */
  public record Output(Role role) {}
}
