package dev.coffer.kms.operation;

import dev.coffer.kms.access.Arns;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.key.KmsKey;
import dev.coffer.kms.key.Material;
import dev.coffer.kms.key.Pairs;
import dev.coffer.wire.kms.EncryptionAlgorithm;
import dev.coffer.wire.kms.ExpirationModel;
import dev.coffer.wire.kms.KeyMetadata;
import dev.coffer.wire.kms.KeyState;
import dev.coffer.wire.kms.KeyUsage;
import dev.coffer.wire.kms.MacAlgorithm;
import dev.coffer.wire.kms.MultiRegionConfiguration;
import dev.coffer.wire.kms.MultiRegionKey;
import dev.coffer.wire.kms.MultiRegionKeyType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What callers are told of a key. Source: spec/kms.md §5.1. */
final class Metadata {
  private final Desk desk;
  private final Arns arns;

  Metadata(Desk desk) {
    this.desk = desk;
    this.arns = desk.arns();
  }

  KeyMetadata of(KmsKey key, Instant now) {
    KmsKey.Nature nature = key.nature();
    KeyState state = desk.shownState(key, now);
    Optional<Instant> validTo = validTo(key, now);
    return new KeyMetadata(
        nature.account(),
        nature.id().text(),
        arns.of(key),
        nature.created(),
        state == KeyState.Enabled,
        key.description(),
        nature.usage(),
        state,
        key.deletionDate(),
        validTo.orElse(null),
        nature.origin(),
        expiration(key, validTo, now),
        nature.manager(),
        nature.spec(),
        nature.spec(),
        nature.symmetric() ? List.of(EncryptionAlgorithm.SYMMETRIC_DEFAULT) : null,
        nature.signs() ? Pairs.algorithms(nature.spec()) : null,
        nature.usage() == KeyUsage.GENERATE_VERIFY_MAC ? List.of(macAlgorithm(key)) : null,
        key.id().multiRegion(),
        key.id().multiRegion() ? multiRegion(key) : null,
        nature.symmetric() ? key.current().map(Material::id).orElse(null) : null,
        nature.keyStoreId());
  }

  /** When the first of its materials expires. */
  private static Optional<Instant> validTo(KmsKey key, Instant now) {
    return imported(key, now).stream()
        .map(Material.Imported::validTo)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder());
  }

  private static @Nullable ExpirationModel expiration(
      KmsKey key, Optional<Instant> validTo, Instant now) {
    if (imported(key, now).isEmpty()) {
      return null;
    }
    return validTo.isPresent()
        ? ExpirationModel.KEY_MATERIAL_EXPIRES
        : ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE;
  }

  private static List<Material.Imported> imported(KmsKey key, Instant now) {
    return key.materials().stream()
        .filter(material -> material.needed() && material.presentAt(now))
        .flatMap(material -> Optional.ofNullable(material.imported()).stream())
        .toList();
  }

  /** The one algorithm of an HMAC key. */
  static MacAlgorithm macAlgorithm(KmsKey key) {
    return switch (key.nature().spec()) {
      case HMAC_224 -> MacAlgorithm.HMAC_SHA_224;
      case HMAC_256 -> MacAlgorithm.HMAC_SHA_256;
      case HMAC_384 -> MacAlgorithm.HMAC_SHA_384;
      case HMAC_512 -> MacAlgorithm.HMAC_SHA_512;
      default -> throw new IllegalStateException("not an HMAC key");
    };
  }

  private MultiRegionConfiguration multiRegion(KmsKey key) {
    return new MultiRegionConfiguration(
        MultiRegionKeyType.PRIMARY, new MultiRegionKey(arns.of(key), arns.region()), List.of());
  }
}
