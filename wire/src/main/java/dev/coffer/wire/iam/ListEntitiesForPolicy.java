package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists to whom a managed policy is attached.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:ListEntitiesForPolicy")
public record ListEntitiesForPolicy(
    @Length(min = 20, max = 2048) String policyArn,
    @Nullable EntityType entityFilter,
    @Length(min = 1, max = 512) @Nullable String pathPrefix,
    @Nullable PolicyUsageType policyUsageFilter,
    @Length(min = 1, max = 320) @Nullable String marker,
    @Range(min = 1, max = 1000) @Nullable Integer maxItems)
    implements Operation<ListEntitiesForPolicy.Output> {
  /** The answer. */
  public record Output(
      @Nullable List<PolicyGroup> policyGroups,
      @Nullable List<PolicyUser> policyUsers,
      @Nullable List<PolicyRole> policyRoles,
      @Nullable Boolean isTruncated,
      @Nullable String marker) {}
}
