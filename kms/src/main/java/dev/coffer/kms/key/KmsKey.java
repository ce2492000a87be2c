package dev.coffer.kms.key;

import dev.coffer.wire.kms.KeyManager;
import dev.coffer.wire.kms.KeyMaterialState;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.KeyState;
import dev.coffer.wire.kms.KeyUsage;
import dev.coffer.wire.kms.Origin;
import dev.coffer.wire.kms.RotationType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A KMS key with everything that is stored of it, aliases and grants aside.
 *
 * @param enabled what EnableKey and DisableKey set; {@link #state} is what counts
 * @param deletionDate when its materials are destroyed; null unless it is to be deleted
 * @param tags in the order in which they were set
 * @param rotation null unless it is rotated regularly
 * @param materials by number, from 1 on
 */
public record KmsKey(
    Nature nature,
    String description,
    boolean enabled,
    @Nullable Instant deletionDate,
    String policy,
    Map<String, String> tags,
    @Nullable Rotation rotation,
    List<Material> materials) {

  /**
   * What never changes of a key.
   *
   * @param keyStoreId of the custom key store that its materials are wrapped by; null for the store
   *     root key
   */
  public record Nature(
      String account,
      KeyId id,
      Instant created,
      KeySpec spec,
      KeyUsage usage,
      Origin origin,
      KeyManager manager,
      @Nullable String keyStoreId) {
    public boolean symmetric() {
      return spec == KeySpec.SYMMETRIC_DEFAULT;
    }

    /** Whether its material is the private half of a pair that signs. */
    public boolean signs() {
      return usage == KeyUsage.SIGN_VERIFY;
    }

    public boolean external() {
      return origin == Origin.EXTERNAL;
    }

    /** Whether a backend must be asked for its materials. */
    public boolean strict() {
      return keyStoreId != null;
    }
  }

  /**
   * Regular rotation.
   *
   * @param next when it is due
   */
  public record Rotation(int periodDays, Instant next) {}

  public KmsKey {
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    materials = List.copyOf(materials);
  }

  public KeyId id() {
    return nature.id();
  }

  public String account() {
    return nature.account();
  }

  /** In which state it is at that moment: expired material counts as absent at once. */
  public KeyState state(Instant now) {
    if (deletionDate != null) {
      return KeyState.PendingDeletion;
    }
    boolean complete = current().isPresent() && needed().stream().allMatch(m -> m.presentAt(now));
    if (!complete) {
      return KeyState.PendingImport;
    }
    return enabled ? KeyState.Enabled : KeyState.Disabled;
  }

  /** The material that encrypts; empty before the first import. */
  public Optional<Material> current() {
    return inState(KeyMaterialState.CURRENT);
  }

  /** Imported material that waits for a rotation. */
  public Optional<Material> waiting() {
    return inState(KeyMaterialState.PENDING_ROTATION);
  }

  private Optional<Material> inState(KeyMaterialState state) {
    return materials.stream().filter(material -> material.state() == state).findFirst();
  }

  private List<Material> needed() {
    return materials.stream().filter(Material::needed).toList();
  }

  /** The material of this number. */
  public Optional<Material> material(int number) {
    return number >= 1 && number <= materials.size()
        ? Optional.of(materials.get(number - 1))
        : Optional.empty();
  }

  /** The material of this name. */
  public Optional<Material> named(String materialId) {
    return materials.stream().filter(material -> material.id().equals(materialId)).findFirst();
  }

  /** How often it was rotated on demand. */
  public long rotationsOnDemand() {
    return materials.stream()
        .map(Material::rotation)
        .filter(rotated -> rotated != null && rotated.type() == RotationType.ON_DEMAND)
        .count();
  }

  public KmsKey describedAs(String other) {
    return new KmsKey(nature, other, enabled, deletionDate, policy, tags, rotation, materials);
  }

  public KmsKey enabled(boolean now) {
    return new KmsKey(nature, description, now, deletionDate, policy, tags, rotation, materials);
  }

  /**
   * The same, to be deleted or kept.
   *
   * @param date null when it is kept after all
   */
  public KmsKey deletedOn(@Nullable Instant date) {
    return new KmsKey(nature, description, enabled, date, policy, tags, rotation, materials);
  }

  public KmsKey withPolicy(String other) {
    return new KmsKey(nature, description, enabled, deletionDate, other, tags, rotation, materials);
  }

  public KmsKey withTags(Map<String, String> others) {
    return new KmsKey(
        nature, description, enabled, deletionDate, policy, others, rotation, materials);
  }

  public KmsKey withRotation(@Nullable Rotation other) {
    return new KmsKey(nature, description, enabled, deletionDate, policy, tags, other, materials);
  }

  public KmsKey withMaterials(List<Material> others) {
    return new KmsKey(nature, description, enabled, deletionDate, policy, tags, rotation, others);
  }

  /** The same with one material more, or with another in its number's place. */
  public KmsKey withMaterial(Material material) {
    var changed = new ArrayList<>(materials);
    if (material.number() <= changed.size()) {
      changed.set(material.number() - 1, material);
    } else {
      changed.add(material);
    }
    return withMaterials(changed);
  }

  /** The same without a material that only waited; nothing was encrypted with it. */
  public KmsKey withoutLast() {
    return withMaterials(materials.subList(0, materials.size() - 1));
  }

  /** The same with this material, its last, encrypting from now on. */
  public KmsKey rotatedTo(Material next, Instant now, RotationType why) {
    KmsKey with = withMaterial(next);
    return with.withMaterials(
        with.materials.stream()
            .map(material ->
                material.number() == next.number()
                    ? material.in(KeyMaterialState.CURRENT, new Material.Rotated(now, why))
                    : material.in(KeyMaterialState.NON_CURRENT, material.rotation()))
            .toList());
  }
}
