package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the credentials of a user for single services.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServiceSpecificCredentials.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:ListServiceSpecificCredentials")
public record ListServiceSpecificCredentials(
    @Length(min = 1, max = 64) @Matches("[\\w+=,.@-]+") @Nullable String userName,
    @Nullable String serviceName,
    @Nullable Boolean allUsers,
    @Length(min = 1, max = 320) @Nullable String marker,
    @Range(min = 1, max = 1000) @Nullable Integer maxItems)
    implements Operation<ListServiceSpecificCredentials.Output> {
  /** The answer. */
  public record Output(
      @Nullable List<ServiceSpecificCredentialMetadata> serviceSpecificCredentials,
      @Nullable String marker,
      @Nullable Boolean isTruncated) {}
}
