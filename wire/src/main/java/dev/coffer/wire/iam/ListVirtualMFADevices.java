package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the virtual second factors of the account.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:ListVirtualMFADevices")
public record ListVirtualMFADevices(
    @Nullable AssignmentStatusType assignmentStatus,
    @Length(min = 1, max = 320) @Nullable String marker,
    @Range(min = 1, max = 1000) @Nullable Integer maxItems)
    implements Operation<ListVirtualMFADevices.Output> {
  /** The answer. */
  public record Output(
      List<VirtualMFADevice> virtualMFADevices,
      @Nullable Boolean isTruncated,
      @Nullable String marker) {}
}
