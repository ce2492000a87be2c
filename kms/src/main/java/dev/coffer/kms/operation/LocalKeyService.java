package dev.coffer.kms.operation;

import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.auth.Call;
import dev.coffer.kms.key.KeyService;
import dev.coffer.storage.Bytes;
import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.kms.DataKeySpec;
import dev.coffer.wire.kms.Decrypt;
import dev.coffer.wire.kms.DescribeKey;
import dev.coffer.wire.kms.GenerateDataKey;
import dev.coffer.wire.kms.KeyMetadata;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The key service as S3 calls it: the operations themselves, without a wire between. */
record LocalKeyService(DataKeys dataKeys, Ciphering ciphering, KeyLife life) implements KeyService {

  @Override
  public DataKey generateDataKey(
      Call call, String viaService, String keyId, Map<String, String> encryptionContext) {
    var op =
        new GenerateDataKey(keyId, encryptionContext, null, DataKeySpec.AES_256, null, null, null);
    GenerateDataKey.Output made = dataKeys.generate(call, viaService, op);
    return new DataKey(
        Secret.of(made.plaintext().toArray()),
        Bytes.copyOf(made.ciphertextBlob().toArray()),
        made.keyId(),
        made.keyMaterialId());
  }

  @Override
  public Secret decrypt(
      Call call,
      String viaService,
      @Nullable String keyId,
      Bytes ciphertext,
      Map<String, String> encryptionContext) {
    var op =
        new Decrypt(
            Blob.of(ciphertext.toByteArray()),
            encryptionContext,
            null,
            keyId,
            null,
            null,
            null,
            null);
    return Secret.of(ciphering.decrypt(call, viaService, op).plaintext().toArray());
  }

  @Override
  public void requireMove(Call call, String viaService, SealedKey from, SealedKey to) {
    ciphering.requireMove(call, viaService, from, to);
  }

  @Override
  public boolean awsManaged(String keyArn) {
    return life.awsManaged(keyArn);
  }

  @Override
  public @Nullable Instant expiry(String keyArn) {
    return life.expiry(keyArn);
  }

  @Override
  public KeyMetadata describe(Call call, String viaService, String keyId) {
    return life.describe(call, viaService, new DescribeKey(keyId, null));
  }
}
