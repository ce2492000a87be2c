package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.time.Instant;

/**
 * Tells when a key was last used to encrypt, decrypt or authenticate.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyLastUsage.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:GetKeyLastUsage")
public record GetKeyLastUsage(@Length(min = 1, max = 2048) String keyId)
    implements Operation<GetKeyLastUsage.Output> {

  /** What the answer holds. */
  public record Output(
      String keyId,
      KeyLastUsage keyLastUsage,
      Instant trackingStartDate,
      Instant keyCreationDate) {}
}
