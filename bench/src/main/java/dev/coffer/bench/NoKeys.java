package dev.coffer.bench;

import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.auth.Call;
import dev.coffer.kms.key.KeyService;
import dev.coffer.storage.Bytes;
import dev.coffer.wire.kms.KeyMetadata;
import dev.coffer.wire.kms.KmsError;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A key service that has no key, for a store that is filled under SSE-S3 alone. */
final class NoKeys implements KeyService {
  @Override
  public DataKey generateDataKey(
      Call call, String viaService, String keyId, Map<String, String> encryptionContext) {
    throw KmsError.NotFoundException.because("there are no keys");
  }

  @Override
  public Secret decrypt(
      Call call,
      String viaService,
      @Nullable String keyId,
      Bytes ciphertext,
      Map<String, String> encryptionContext) {
    throw KmsError.NotFoundException.because("there are no keys");
  }

  @Override
  public void requireMove(Call call, String viaService, SealedKey from, SealedKey to) {
    throw KmsError.NotFoundException.because("there are no keys");
  }

  @Override
  public boolean awsManaged(String keyArn) {
    return false;
  }

  @Override
  public @Nullable Instant expiry(String keyArn) {
    return null;
  }

  @Override
  public KeyMetadata describe(Call call, String viaService, String keyId) {
    throw KmsError.NotFoundException.because("there are no keys");
  }
}
