package dev.coffer.server;

import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.auth.Call;
import dev.coffer.kms.key.KeyService;
import dev.coffer.storage.Bytes;
import dev.coffer.store.sse.Sse;
import dev.coffer.wire.kms.KeyMetadata;
import dev.coffer.wire.kms.KmsError;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A key service without any key. */
public final class NoKeys implements KeyService {
  /** For a store whose objects are not under KMS keys. */
  public static Sse.Kms kms() {
    return new Sse.Kms(new NoKeys(), "us-east-1", Sse.Kms.DEFAULT_LIFE);
  }

  @Override
  public DataKey generateDataKey(
      Call call, String viaService, String keyId, Map<String, String> encryptionContext) {
    throw KmsError.NotFoundException.because("Invalid keyId '" + keyId + "'");
  }

  @Override
  public Secret decrypt(
      Call call,
      String viaService,
      @Nullable String keyId,
      Bytes ciphertext,
      Map<String, String> encryptionContext) {
    throw KmsError.InvalidCiphertextException.refusal();
  }

  @Override
  public void requireMove(Call call, String viaService, SealedKey from, SealedKey to) {
    throw KmsError.NotFoundException.because("Invalid keyId '" + to.keyArn() + "'");
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
    throw KmsError.NotFoundException.because("Invalid keyId '" + keyId + "'");
  }
}
