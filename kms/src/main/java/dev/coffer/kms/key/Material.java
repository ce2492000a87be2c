package dev.coffer.kms.key;

import dev.coffer.storage.Bytes;
import dev.coffer.wire.kms.ExpirationModel;
import dev.coffer.wire.kms.KeyMaterialState;
import dev.coffer.wire.kms.RotationType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One material of a KMS key.
 *
 * @param number counted from 1; a ciphertext names it
 * @param id 64 hexadecimal digits, the same whenever the same material is imported into the key
 * @param wrapped by the store root key or in a custom key store; null while imported material is
 *     absent
 * @param rotation how it came to encrypt; null for the first and for one that waits
 * @param imported null for material that was drawn here
 * @param publicKey DER, SubjectPublicKeyInfo, of a pair whose private half the material is; null
 *     for other material
 */
public record Material(
    int number,
    String id,
    KeyMaterialState state,
    Instant created,
    @Nullable Bytes wrapped,
    @Nullable Rotated rotation,
    @Nullable Imported imported,
    @Nullable Bytes publicKey) {

  /** When and why a key was rotated. */
  public record Rotated(Instant date, RotationType type) {}

  /**
   * How material came in.
   *
   * @param description empty when none was given
   * @param validTo null when it does not expire
   */
  public record Imported(String description, ExpirationModel model, @Nullable Instant validTo) {}

  /** Whether it is there and has not expired. */
  public boolean presentAt(Instant now) {
    return wrapped != null && !expiredAt(now);
  }

  /** Whether its time is over, removed already or not. */
  public boolean expiredAt(Instant now) {
    return imported != null && imported.validTo() != null && !imported.validTo().isAfter(now);
  }

  /** Whether the key cannot do without it: all but one that waits for its rotation. */
  public boolean needed() {
    return state != KeyMaterialState.PENDING_ROTATION;
  }

  Material in(KeyMaterialState next, @Nullable Rotated how) {
    return new Material(number, id, next, created, wrapped, how, imported, publicKey);
  }

  /** The same with its bytes gone: it keeps its name and description. */
  public Material absent() {
    return new Material(number, id, state, created, null, rotation, imported, publicKey);
  }

  /** The same with its bytes there, wrapped anew or again. */
  public Material present(Bytes wrappedAgain, @Nullable Imported how) {
    return new Material(number, id, state, created, wrappedAgain, rotation, how, publicKey);
  }
}
