package dev.coffer.kms.operation;

import dev.coffer.crypto.material.KeyMaterial;
import dev.coffer.kms.access.Attempt;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.access.Target;
import dev.coffer.kms.custody.CustodyException;
import dev.coffer.kms.custody.CustomKeyStore;
import dev.coffer.kms.key.KmsKey;
import dev.coffer.kms.key.Material;
import dev.coffer.wire.kms.CreateKey;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.KmsError;
import dev.coffer.wire.kms.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Materials for use, and in Amazon's words why one is not to be had: the backend of a custom key
 * store that does not answer makes its keys unavailable, and a later call may find them again.
 *
 * <p>What no retry mends, such as a PIN that is refused, stays a {@link CustodyException}: the
 * caller is told KMSInternalException and the operator everything. Source: spec/kms.md §6, §16.9.
 */
final class Custody {
  private final Desk desk;

  Custody(Desk desk) {
    this.desk = desk;
  }

  /** A material of a key; the caller closes it. */
  KeyMaterial open(Target target, Material material) {
    try {
      return desk.materials().open(target.key().nature(), material);
    } catch (CustodyException e) {
      if (e.reason() == CustodyException.Reason.UNREACHABLE) {
        throw KmsError.KeyUnavailableException.because(target.arn() + " is unavailable.");
      }
      throw e;
    }
  }

  /** The first material of a new key. */
  Material first(Attempt attempt, KmsKey.Nature nature) {
    try {
      return desk.materials().draw(nature, 1, attempt.now());
    } catch (CustodyException e) {
      if (e.reason() == CustodyException.Reason.UNREACHABLE) {
        throw KmsError.DependencyTimeoutException.because(
            "The system timed out while trying to fulfill the request.");
      }
      throw e;
    }
  }

  /**
   * Where the new key's material comes from; a custom key store is meant where one is named and no
   * origin is.
   */
  static Origin origin(CreateKey op) {
    Origin origin = op.origin();
    boolean named = op.customKeyStoreId() != null;
    if (origin == null) {
      return named ? Origin.AWS_CLOUDHSM : Origin.AWS_KMS;
    }
    if (origin == Origin.EXTERNAL_KEY_STORE) {
      throw KmsError.UnsupportedOperationException.because(
          "Origin " + origin + " is not supported.");
    }
    if (named != (origin == Origin.AWS_CLOUDHSM)) {
      throw KmsError.ValidationException.because(
          "Origin AWS_CLOUDHSM and CustomKeyStoreId must be specified together.");
    }
    return origin;
  }

  /** The store that a new key is to be made in; null for none. */
  @Nullable String storeOf(Attempt attempt, CreateKey op, KeySpec spec) {
    String id = op.customKeyStoreId();
    if (id == null) {
      return null;
    }
    if (spec != KeySpec.SYMMETRIC_DEFAULT || Boolean.TRUE.equals(op.multiRegion())) {
      throw KmsError.UnsupportedOperationException.because(
          "CustomKeyStoreId is only valid for symmetric encryption keys in a single Region.");
    }
    return desk.foundation()
        .stores()
        .find(id)
        .filter(store -> store.account().equals(attempt.account()))
        .map(CustomKeyStore::id)
        .orElseThrow(() ->
            KmsError.CustomKeyStoreNotFoundException.because(
                "Custom key store '" + id + "' does not exist"));
  }
}
