package dev.coffer.kms.operation;

import dev.coffer.iam.auth.Call;
import dev.coffer.kms.access.Asked;
import dev.coffer.kms.access.Attempt;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.access.KeyOperation;
import dev.coffer.kms.access.Target;
import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.kms.DataKeySpec;
import dev.coffer.wire.kms.EncryptionAlgorithm;
import dev.coffer.wire.kms.GenerateDataKey;
import dev.coffer.wire.kms.GenerateDataKeyWithoutPlaintext;
import dev.coffer.wire.kms.GenerateRandom;
import dev.coffer.wire.kms.KmsError;
import dev.coffer.wire.kms.UsedOperation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Data keys and random bytes. Source: spec/kms.md §5.4. */
public final class DataKeys {
  private static final int AES_256_BYTES = 32;
  private static final int AES_128_BYTES = 16;

  private final Desk desk;
  private final Ciphers ciphers;
  private final GrantTokens tokens;

  DataKeys(Desk desk, Ciphers ciphers, GrantTokens tokens) {
    this.desk = desk;
    this.ciphers = ciphers;
    this.tokens = tokens;
  }

  /** What both operations are asked. */
  private record Wanted(
      String keyId,
      @Nullable Map<String, String> context,
      @Nullable DataKeySpec spec,
      @Nullable Integer bytes,
      @Nullable List<String> tokens,
      @Nullable Boolean dryRun) {
    int sizeBytes() {
      if ((spec == null) == (bytes == null)) {
        throw KmsError.ValidationException.because(
            "Please specify either number of bytes or key spec.");
      }
      return bytes != null ? bytes : spec == DataKeySpec.AES_256 ? AES_256_BYTES : AES_128_BYTES;
    }
  }

  public GenerateDataKey.Output generate(Call call, GenerateDataKey op) {
    return generate(call, null, op);
  }

  GenerateDataKey.Output generate(Call call, @Nullable String viaService, GenerateDataKey op) {
    return desk.serve(
        call,
        viaService,
        KeyOperation.GenerateDataKey,
        attempt -> {
          Requests.refuse(op.recipient(), "Recipient");
          return made(
              attempt,
              new Wanted(
                  op.keyId(),
                  op.encryptionContext(),
                  op.keySpec(),
                  op.numberOfBytes(),
                  op.grantTokens(),
                  op.dryRun()),
              UsedOperation.GenerateDataKey);
        });
  }

  public GenerateDataKeyWithoutPlaintext.Output generate(
      Call call, GenerateDataKeyWithoutPlaintext op) {
    return desk.serve(
        call,
        KeyOperation.GenerateDataKeyWithoutPlaintext,
        attempt -> {
          GenerateDataKey.Output made =
              made(
                  attempt,
                  new Wanted(
                      op.keyId(),
                      op.encryptionContext(),
                      op.keySpec(),
                      op.numberOfBytes(),
                      op.grantTokens(),
                      op.dryRun()),
                  UsedOperation.GenerateDataKeyWithoutPlaintext);
          return new GenerateDataKeyWithoutPlaintext.Output(
              made.ciphertextBlob(), made.keyId(), made.keyMaterialId());
        });
  }

  private GenerateDataKey.Output made(Attempt attempt, Wanted wanted, UsedOperation use) {
    attempt
        .ask("keyId", wanted.keyId())
        .ask("keySpec", wanted.spec())
        .ask("numberOfBytes", wanted.bytes())
        .ask("encryptionContext", wanted.context());
    int sizeBytes = wanted.sizeBytes();
    Map<String, String> context = Requests.context(wanted.context());
    tokens.requireGenuine(wanted.tokens());
    String action = attempt.operation().action();
    Target target = desk.find(attempt, wanted.keyId(), action);
    var algorithm = EncryptionAlgorithm.SYMMETRIC_DEFAULT;
    Asked asked = Ciphers.asked(action, context, algorithm);
    ciphers.requireSealing(attempt, target, asked, algorithm, attempt.operation().name());
    Requests.endDryRun(wanted.dryRun());
    byte[] plaintext = desk.foundation().entropy().bytes(sizeBytes);
    byte[] sealed = ciphers.seal(target, plaintext, context);
    ciphers.used(attempt, target, use);
    return new GenerateDataKey.Output(
        Blob.of(sealed), Blob.of(plaintext), target.arn(), Ciphers.current(target).id());
  }

  public GenerateRandom.Output random(Call call, GenerateRandom op) {
    return desk.serve(
        call,
        KeyOperation.GenerateRandom,
        attempt -> {
          attempt.ask("numberOfBytes", op.numberOfBytes());
          Requests.refuse(op.customKeyStoreId(), "CustomKeyStoreId");
          Requests.refuse(op.recipient(), "Recipient");
          if (op.numberOfBytes() == null) {
            throw KmsError.ValidationException.because("NumberOfBytes is required.");
          }
          desk.access()
              .require(attempt, KeyOperation.GenerateRandom.action(), "*", attempt.account());
          byte[] random = desk.foundation().entropy().bytes(op.numberOfBytes());
          return new GenerateRandom.Output(Blob.of(random));
        });
  }
}
