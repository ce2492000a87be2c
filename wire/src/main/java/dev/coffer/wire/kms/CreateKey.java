package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a KMS key in the caller's account.
 *
 * @param policy at most 32,768 bytes; the default one when absent
 * @param customerMasterKeySpec the older name of {@code keySpec}, still sent by Terraform
 * @param customKeyStoreId of a store that the operator has registered
 * @param xksKeyId refused
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:CreateKey")
public record CreateKey(
    @Length(min = 1, max = 131072) @Matches("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+")
        @Nullable String policy,
    @Length(max = 8192) @Nullable String description,
    @Nullable KeyUsage keyUsage,
    @Nullable CustomerMasterKeySpec customerMasterKeySpec,
    @Nullable KeySpec keySpec,
    @Nullable Origin origin,
    @Length(min = 1, max = 64) @Nullable String customKeyStoreId,
    @Nullable Boolean bypassPolicyLockoutSafetyCheck,
    @Nullable List<Tag> tags,
    @Nullable Boolean multiRegion,
    @Length(min = 1, max = 128) @Matches("^[a-zA-Z0-9-_.]+$") @Nullable String xksKeyId)
    implements Operation<CreateKey.Output> {

  /** What the answer holds. */
  public record Output(KeyMetadata keyMetadata) {}
}
