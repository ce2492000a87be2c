package dev.coffer.kms.operation;

import dev.coffer.crypto.material.ImportKey;
import dev.coffer.crypto.material.ImportWrapping;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.auth.Call;
import dev.coffer.kms.access.Asked;
import dev.coffer.kms.access.Attempt;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.access.KeyOperation;
import dev.coffer.kms.access.Target;
import dev.coffer.kms.key.KmsKey;
import dev.coffer.kms.key.Material;
import dev.coffer.kms.key.Materials;
import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.kms.DeleteImportedKeyMaterial;
import dev.coffer.wire.kms.ExpirationModel;
import dev.coffer.wire.kms.GetParametersForImport;
import dev.coffer.wire.kms.ImportKeyMaterial;
import dev.coffer.wire.kms.KeyMaterialState;
import dev.coffer.wire.kms.KeyState;
import dev.coffer.wire.kms.KmsError;
import dev.coffer.wire.kms.WrappingAlgorithm;
import dev.coffer.wire.kms.WrappingKeySpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Key material from outside. Source: spec/kms.md §11. */
public final class Importing {
  private static final Duration TOKEN_LIFE = Duration.ofHours(24);
  private static final Duration LONGEST_LIFE = Duration.ofDays(365);

  private final Desk desk;
  private final ImportTokens tokens;

  Importing(Desk desk) {
    this.desk = desk;
    var around = desk.foundation();
    this.tokens =
        new ImportTokens(around.tokens(), around.root().installationId(), around.entropy());
  }

  public GetParametersForImport.Output parameters(Call call, GetParametersForImport op) {
    return desk.serve(
        call,
        KeyOperation.GetParametersForImport,
        attempt -> {
          attempt
              .ask("keyId", op.keyId())
              .ask("wrappingAlgorithm", op.wrappingAlgorithm())
              .ask("wrappingKeySpec", op.wrappingKeySpec());
          Asked asked =
              Asked.of(KeyOperation.GetParametersForImport.action())
                  .with("kms:WrappingAlgorithm", op.wrappingAlgorithm().name())
                  .with("kms:WrappingKeySpec", op.wrappingKeySpec().name());
          Target target = desk.require(attempt, op.keyId(), asked);
          return parameters(attempt, target, op);
        });
  }

  private GetParametersForImport.Output parameters(
      Attempt attempt, Target target, GetParametersForImport op) {
    ImportWrapping wrapping = wrapping(op.wrappingAlgorithm());
    Instant end = attempt.now().plus(TOKEN_LIFE);
    ImportKey.Pair pair = ImportKey.generate(bits(op.wrappingKeySpec()));
    try (Secret privateKey = pair.privateKey()) {
      byte[] token = tokens.issue(target.key().id(), wrapping, end, privateKey);
      return new GetParametersForImport.Output(
          target.arn(), Blob.of(token), Blob.of(pair.publicKey().toArray()), end);
    }
  }

  private static ImportWrapping wrapping(WrappingAlgorithm algorithm) {
    return switch (algorithm) {
      case RSAES_OAEP_SHA_1 -> ImportWrapping.RSAES_OAEP_SHA_1;
      case RSAES_OAEP_SHA_256 -> ImportWrapping.RSAES_OAEP_SHA_256;
      case RSA_AES_KEY_WRAP_SHA_1 -> ImportWrapping.RSA_AES_KEY_WRAP_SHA_1;
      case RSA_AES_KEY_WRAP_SHA_256 -> ImportWrapping.RSA_AES_KEY_WRAP_SHA_256;
      case RSAES_PKCS1_V1_5, SM2PKE ->
          throw KmsError.UnsupportedOperationException.because(
              "WrappingAlgorithm " + algorithm + " is not supported.");
    };
  }

  private static int bits(WrappingKeySpec spec) {
    return switch (spec) {
      case RSA_2048 -> 2048;
      case RSA_3072 -> 3072;
      case RSA_4096 -> 4096;
      case SM2 ->
          throw KmsError.UnsupportedOperationException.because(
              "WrappingKeySpec SM2 is not supported.");
    };
  }

  public ImportKeyMaterial.Output importMaterial(Call call, ImportKeyMaterial op) {
    return desk.serve(
        call,
        KeyOperation.ImportKeyMaterial,
        attempt -> {
          attempt
              .ask("keyId", op.keyId())
              .ask("expirationModel", op.expirationModel())
              .ask("validTo", op.validTo() == null ? null : op.validTo().toString())
              .ask("importType", op.importType())
              .ask("keyMaterialDescription", op.keyMaterialDescription())
              .ask("keyMaterialId", op.keyMaterialId());
          ExpirationModel model = model(attempt, op);
          Asked asked =
              Asked.of(KeyOperation.ImportKeyMaterial.action())
                  .with("kms:ExpirationModel", model.name());
          Target target =
              desk.require(
                  attempt,
                  op.keyId(),
                  op.validTo() == null ? asked : asked.with("kms:ValidTo", seconds(op.validTo())));
          Imports.requireMembersFit(target.key(), op);
          try (Secret material = opened(attempt, target, op)) {
            return imported(attempt, target, op, material, model);
          }
        });
  }

  /** Amazon's policies compare it as a number of seconds; dates compare with that as well. */
  private static String seconds(Instant moment) {
    return BigDecimal.valueOf(moment.toEpochMilli(), 3).toPlainString();
  }

  private Secret opened(Attempt attempt, Target target, ImportKeyMaterial op) {
    Secret material =
        tokens.open(
            op.importToken().toArray(),
            target.key().id(),
            attempt.now(),
            op.encryptedKeyMaterial().toArray());
    if (material.sizeBytes() != Materials.sizeBytes(target.key().nature().spec())) {
      material.close();
      throw KmsError.IncorrectKeyMaterialException.refusal();
    }
    return material;
  }

  private ImportKeyMaterial.Output imported(
      Attempt attempt,
      Target target,
      ImportKeyMaterial op,
      Secret material,
      ExpirationModel model) {
    KmsKey key = target.key();
    String name = desk.materials().nameOf(key.nature(), material);
    Imports.Place place = Imports.place(key, target.arn(), op, name, attempt.now());
    var wrapped = desk.materials().wrap(key.nature(), place.number(), material);
    Material next =
        new Material(
            place.number(),
            name,
            place.state(),
            place.before().map(Material::created).orElse(attempt.now()),
            wrapped,
            place.before().map(Material::rotation).orElse(null),
            new Material.Imported(Imports.description(op, place.before()), model, op.validTo()),
            null);
    KmsKey changed = place.cleared(key).withMaterial(next);
    boolean comesAlive = key.state(attempt.now()) == KeyState.PendingImport;
    desk.replace(target, comesAlive ? changed.enabled(true) : changed);
    String shown = key.nature().symmetric() ? name : null;
    attempt.answer("keyId", target.arn()).answer("keyMaterialId", shown);
    return new ImportKeyMaterial.Output(target.arn(), shown);
  }

  private static ExpirationModel model(Attempt attempt, ImportKeyMaterial op) {
    ExpirationModel model =
        op.expirationModel() == null ? ExpirationModel.KEY_MATERIAL_EXPIRES : op.expirationModel();
    Instant validTo = op.validTo();
    boolean expires = model == ExpirationModel.KEY_MATERIAL_EXPIRES;
    if (expires && validTo == null) {
      throw KmsError.ValidationException.because(
          "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES");
    }
    if (!expires && validTo != null) {
      throw KmsError.ValidationException.because(
          "A validTo date must not be set if the ExpirationModel is"
              + " KEY_MATERIAL_DOES_NOT_EXPIRE");
    }
    boolean outside =
        validTo != null
            && (!validTo.isAfter(attempt.now())
                || validTo.isAfter(attempt.now().plus(LONGEST_LIFE)));
    if (outside) {
      throw KmsError.ValidationException.because(
          "The validTo date must be in the future, by at most 365 days");
    }
    return model;
  }

  public DeleteImportedKeyMaterial.Output delete(Call call, DeleteImportedKeyMaterial op) {
    return desk.serve(
        call,
        KeyOperation.DeleteImportedKeyMaterial,
        attempt -> {
          attempt.ask("keyId", op.keyId()).ask("keyMaterialId", op.keyMaterialId());
          Target target = desk.require(attempt, op.keyId());
          Optional<Material> material =
              op.keyMaterialId() == null
                  ? target.key().current()
                  : Optional.of(named(target, op.keyMaterialId()));
          material
              .filter(present -> present.wrapped() != null)
              .ifPresent(present -> desk.replace(target, without(target.key(), present)));
          String name =
              target.key().nature().symmetric() ? material.map(Material::id).orElse(null) : null;
          attempt.answer("keyId", target.arn()).answer("keyMaterialId", name);
          return new DeleteImportedKeyMaterial.Output(target.arn(), name);
        });
  }

  private static Material named(Target target, String id) {
    return target
        .key()
        .named(id)
        .orElseThrow(() ->
            KmsError.NotFoundException.because(
                "Key material '" + id + "' does not exist in the key " + target.arn()));
  }

  /** What only waited for its rotation leaves no trace: other material may come in its place. */
  private static KmsKey without(KmsKey key, Material material) {
    return material.state() == KeyMaterialState.PENDING_ROTATION
        ? key.withoutLast()
        : key.withMaterial(material.absent());
  }
}
