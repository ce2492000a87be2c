package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Returns the public half of a key pair.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_GetPublicKey.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:GetPublicKey")
public record GetPublicKey(
    @Length(min = 1, max = 2048) String keyId,
    @Length(max = 10) @Nullable List<@Length(min = 1, max = 8192) String> grantTokens)
    implements Operation<GetPublicKey.Output> {

  /**
   * What the answer holds.
   *
   * @param publicKey DER, SubjectPublicKeyInfo
   */
  public record Output(
      String keyId,
      Blob publicKey,
      KeySpec customerMasterKeySpec,
      KeySpec keySpec,
      KeyUsage keyUsage,
      List<SigningAlgorithm> signingAlgorithms) {}
}
