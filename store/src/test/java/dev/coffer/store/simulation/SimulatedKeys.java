package dev.coffer.store.simulation;

import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.auth.Call;
import dev.coffer.kms.key.KeyService;
import dev.coffer.storage.Bytes;
import dev.coffer.wire.kms.KeyMetadata;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The key service as one process sees it, now and then out of reach. */
record SimulatedKeys(KeyService keys, Life life, Reach reach, boolean passing)
    implements KeyService {
  /** Where data keys are kept for others, these wait for a call: then nobody else has a turn. */
  private KeyService reached() {
    if (passing) {
      life.pass();
    }
    reach.require();
    return keys;
  }

  @Override
  public DataKey generateDataKey(
      Call call, String viaService, String keyId, Map<String, String> encryptionContext) {
    return reached().generateDataKey(call, viaService, keyId, encryptionContext);
  }

  @Override
  public Secret decrypt(
      Call call,
      String viaService,
      @Nullable String keyId,
      Bytes ciphertext,
      Map<String, String> encryptionContext) {
    return reached().decrypt(call, viaService, keyId, ciphertext, encryptionContext);
  }

  @Override
  public void requireMove(Call call, String viaService, SealedKey from, SealedKey to) {
    reached().requireMove(call, viaService, from, to);
  }

  @Override
  public boolean awsManaged(String keyArn) {
    return keys.awsManaged(keyArn);
  }

  @Override
  public @Nullable Instant expiry(String keyArn) {
    return keys.expiry(keyArn);
  }

  @Override
  public KeyMetadata describe(Call call, String viaService, String keyId) {
    return reached().describe(call, viaService, keyId);
  }
}
