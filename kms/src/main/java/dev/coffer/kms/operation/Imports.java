package dev.coffer.kms.operation;

import dev.coffer.kms.key.KmsKey;
import dev.coffer.kms.key.Material;
import dev.coffer.wire.kms.ImportKeyMaterial;
import dev.coffer.wire.kms.ImportType;
import dev.coffer.wire.kms.KeyMaterialState;
import dev.coffer.wire.kms.KmsError;
import java.time.Instant;
import java.util.Optional;

/** Which material may come into which key. Source: spec/kms.md §11; AWS KMS API Reference. */
final class Imports {
  private Imports() {}

  /**
   * Where material goes.
   *
   * @param before the same material, known already
   * @param replacing whether it takes the place of other material that only waited and is gone
   */
  record Place(int number, KeyMaterialState state, Optional<Material> before, boolean replacing) {
    KmsKey cleared(KmsKey key) {
      return replacing ? key.withoutLast() : key;
    }
  }

  /** Refuses members that only symmetric keys know, and a name for material that is new. */
  static void requireMembersFit(KmsKey key, ImportKeyMaterial op) {
    boolean symmetricOnly =
        op.importType() != null
            || op.keyMaterialDescription() != null
            || op.keyMaterialId() != null;
    if (symmetricOnly && !key.nature().symmetric()) {
      throw KmsError.ValidationException.because(
          "ImportType, KeyMaterialDescription and KeyMaterialId are only valid for symmetric"
              + " encryption keys.");
    }
    if (op.keyMaterialId() != null && op.importType() == ImportType.NEW_KEY_MATERIAL) {
      throw KmsError.ValidationException.because(
          "KeyMaterialId must not be set if the ImportType is NEW_KEY_MATERIAL");
    }
  }

  /** The place of material of this name; refuses what may not come in. */
  static Place place(KmsKey key, String arn, ImportKeyMaterial op, String name, Instant now) {
    if (op.keyMaterialId() != null && !op.keyMaterialId().equals(name)) {
      throw KmsError.IncorrectKeyMaterialException.refusal();
    }
    ImportType whenAbsent =
        key.materials().isEmpty() ? ImportType.NEW_KEY_MATERIAL : ImportType.EXISTING_KEY_MATERIAL;
    ImportType type = op.importType() == null ? whenAbsent : op.importType();
    return switch (type) {
      case EXISTING_KEY_MATERIAL ->
          key.named(name)
              .map(Imports::again)
              .orElseThrow(KmsError.IncorrectKeyMaterialException::refusal);
      case NEW_KEY_MATERIAL -> fresh(key, arn, name, now);
    };
  }

  private static Place again(Material known) {
    return new Place(known.number(), known.state(), Optional.of(known), false);
  }

  private static Place fresh(KmsKey key, String arn, String name, Instant now) {
    Optional<Material> known = key.named(name);
    if (known.isPresent()) {
      if (known.get().state() != KeyMaterialState.PENDING_ROTATION) {
        throw KmsError.IncorrectKeyMaterialException.refusal();
      }
      return again(known.get());
    }
    if (key.materials().isEmpty()) {
      return new Place(1, KeyMaterialState.CURRENT, Optional.empty(), false);
    }
    Optional<Material> waiting = key.waiting();
    if (waiting.isPresent() && waiting.get().presentAt(now)) {
      throw KmsError.KMSInvalidStateException.because(
          "New key material (id: "
              + name
              + ") cannot be imported into KMS key "
              + arn
              + ", because another key material (id: "
              + waiting.get().id()
              + ") is pending rotation.");
    }
    int number = waiting.map(Material::number).orElse(key.materials().size() + 1);
    return new Place(
        number, KeyMaterialState.PENDING_ROTATION, Optional.empty(), waiting.isPresent());
  }

  /** The description given, or the one that the same material had before. */
  static String description(ImportKeyMaterial op, Optional<Material> before) {
    if (op.keyMaterialDescription() != null) {
      return op.keyMaterialDescription();
    }
    return before
        .flatMap(material -> Optional.ofNullable(material.imported()))
        .map(Material.Imported::description)
        .orElse("");
  }
}
