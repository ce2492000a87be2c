package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.time.Instant;

/**
 * Gives a public key under which key material can be wrapped.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_GetParametersForImport.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:GetParametersForImport")
public record GetParametersForImport(
    @Length(min = 1, max = 2048) String keyId,
    WrappingAlgorithm wrappingAlgorithm,
    WrappingKeySpec wrappingKeySpec)
    implements Operation<GetParametersForImport.Output> {

  /** What the answer holds. */
  public record Output(String keyId, Blob importToken, Blob publicKey, Instant parametersValidTo) {}
}
