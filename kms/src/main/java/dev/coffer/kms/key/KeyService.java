package dev.coffer.kms.key;

import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.auth.Call;
import dev.coffer.storage.Bytes;
import dev.coffer.wire.kms.KeyMetadata;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The key service for those in this process: the same checks, states, quotas and audit trail as for
 * calls from outside, with {@code kms:ViaService}.
 *
 * <p>Every method throws {@link dev.coffer.wire.rpc.RpcException} with the key service's code and
 * text when the call is refused, and {@link dev.coffer.storage.StorageFailure} when it could not be
 * done. The caller of the method is the principal whose request it serves.
 */
public interface KeyService {
  /** The alias of the key for those who name none; it is made when it is first needed. */
  String DEFAULT_S3_KEY = "alias/aws/s3";

  /**
   * A data key of 32 bytes.
   *
   * @param plaintext to be closed by the receiver
   * @param ciphertext the same under the KMS key
   * @param keyArn of the key, whatever it was called by
   */
  record DataKey(Secret plaintext, Bytes ciphertext, String keyArn, String keyMaterialId)
      implements AutoCloseable {
    @Override
    public void close() {
      plaintext.close();
    }
  }

  /**
   * Makes a data key; needs {@code kms:GenerateDataKey}.
   *
   * @param viaService {@code s3.us-east-1.amazonaws.com}
   * @param keyId one of the four forms
   */
  DataKey generateDataKey(
      Call call, String viaService, String keyId, Map<String, String> encryptionContext);

  /**
   * Opens a data key; needs {@code kms:Decrypt}. The receiver closes it.
   *
   * @param keyId of the key that must have sealed it; null to take the one that it names
   */
  Secret decrypt(
      Call call,
      String viaService,
      @Nullable String keyId,
      Bytes ciphertext,
      Map<String, String> encryptionContext);

  /**
   * A data key that lies sealed.
   *
   * @param keyArn of the key that sealed it
   */
  record SealedKey(Bytes ciphertext, String keyArn, Map<String, String> encryptionContext) {}

  /**
   * Refuses unless a data key may be moved from one sealing to another; moves nothing. Needs {@code
   * kms:ReEncryptFrom} where it comes from, {@code kms:ReEncryptTo}, {@code kms:Encrypt} and {@code
   * kms:Decrypt} where it goes. The audit trail hears of refusals only, since no key is used.
   */
  void requireMove(Call call, String viaService, SealedKey from, SealedKey to);

  /**
   * Whether a key is one that the service keeps for others, like {@code aws/s3}. Asks for no right,
   * so only to be asked about a key that the caller has just used.
   */
  boolean awsManaged(String keyArn);

  /**
   * When imported material of a key expires next, as far as is known now: a moment that nobody
   * announces, so that whoever keeps data keys must forget those of the key by then. Asks for no
   * right and stands in no trail.
   *
   * @return null when nothing expires, or there is no such key
   */
  @Nullable Instant expiry(String keyArn);

  /** What is known of a key; needs {@code kms:DescribeKey}. */
  KeyMetadata describe(Call call, String viaService, String keyId);
}
