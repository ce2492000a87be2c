package dev.coffer.kms.operation;

import dev.coffer.crypto.material.CiphertextBlob;
import dev.coffer.crypto.material.KeyMaterial;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.kms.access.Asked;
import dev.coffer.kms.access.Attempt;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.access.Target;
import dev.coffer.kms.key.KeyId;
import dev.coffer.kms.key.KmsKey;
import dev.coffer.kms.key.LastUses.LastUse;
import dev.coffer.kms.key.Material;
import dev.coffer.wire.kms.EncryptionAlgorithm;
import dev.coffer.wire.kms.KeyUsage;
import dev.coffer.wire.kms.KmsError;
import dev.coffer.wire.kms.UsedOperation;
import dev.coffer.wire.rpc.RpcException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sealing and opening under KMS keys, with the checks before them. Source: spec/kms.md §5.4. */
final class Ciphers {
  private static final String ALGORITHM_KEY = "kms:EncryptionAlgorithm";

  private final Desk desk;
  private final Custody custody;

  Ciphers(Desk desk, Custody custody) {
    this.desk = desk;
    this.custody = custody;
  }

  /** A permission to encrypt or decrypt. */
  static Asked asked(String action, Map<String, String> context, EncryptionAlgorithm algorithm) {
    return Asked.of(action, context).with(ALGORITHM_KEY, algorithm.name());
  }

  static EncryptionAlgorithm orDefault(@Nullable EncryptionAlgorithm asked) {
    return asked == null ? EncryptionAlgorithm.SYMMETRIC_DEFAULT : asked;
  }

  /** A key that may encrypt, by its policy, state, usage and algorithm. */
  void requireSealing(
      Attempt attempt, Target target, Asked asked, EncryptionAlgorithm algorithm, String name) {
    desk.access().require(attempt, target, asked);
    desk.requireState(attempt, target);
    requireUsage(target, KeyUsage.ENCRYPT_DECRYPT, name);
    requireAlgorithm(target, algorithm);
  }

  static void requireUsage(Target target, KeyUsage needed, String name) {
    KeyUsage usage = target.key().nature().usage();
    if (usage != needed) {
      throw KmsError.InvalidKeyUsageException.because(
          target.arn() + " key usage is " + usage + " which is not valid for " + name + ".");
    }
  }

  static void requireAlgorithm(Target target, EncryptionAlgorithm algorithm) {
    if (algorithm != EncryptionAlgorithm.SYMMETRIC_DEFAULT) {
      throw KmsError.InvalidKeyUsageException.because(
          "Algorithm "
              + algorithm
              + " is incompatible with key spec "
              + target.key().nature().spec()
              + ".");
    }
  }

  /** What was asked to be opened, and under which key. */
  record Opening(Target target, CiphertextBlob blob, Material material) {}

  /**
   * The key of a ciphertext, when the caller may open it.
   *
   * @param keyId that the caller names; null to take the ciphertext's
   */
  Opening requireOpening(
      Attempt attempt,
      byte[] ciphertext,
      @Nullable String keyId,
      Asked asked,
      EncryptionAlgorithm algorithm) {
    Optional<CiphertextBlob> blob = CiphertextBlob.find(ciphertext);
    Target target =
        keyId == null
            ? named(attempt, blob.orElseThrow(Ciphers::invalid), asked)
            : expected(attempt, keyId, asked);
    if (target.key().nature().usage() != KeyUsage.ENCRYPT_DECRYPT) {
      throw KmsError.IncorrectKeyException.refusal();
    }
    requireAlgorithm(target, algorithm);
    CiphertextBlob known = blob.orElseThrow(Ciphers::invalid);
    if (!KeyId.of(known).equals(target.key().id())) {
      throw KmsError.IncorrectKeyException.refusal();
    }
    Material material = target.key().material(known.materialNumber()).orElseThrow(Ciphers::invalid);
    return new Opening(target, known, material);
  }

  /** The key that a caller names, when it may open with it what that has sealed. */
  Target requireOpening(
      Attempt attempt, String keyId, Asked asked, EncryptionAlgorithm algorithm, String name) {
    Target target = expected(attempt, keyId, asked);
    requireUsage(target, KeyUsage.ENCRYPT_DECRYPT, name);
    requireAlgorithm(target, algorithm);
    return target;
  }

  private Target expected(Attempt attempt, String keyId, Asked asked) {
    Target target = desk.find(attempt, keyId, asked.action());
    desk.access().require(attempt, target, asked);
    desk.requireState(attempt, target);
    return target;
  }

  private Target named(Attempt attempt, CiphertextBlob blob, Asked asked) {
    Target target = desk.find(attempt, KeyId.of(blob)).orElseThrow(Ciphers::unknown);
    boolean foreign = !target.key().account().equals(attempt.account());
    if (foreign && !desk.access().allows(attempt, target, asked)) {
      throw unknown();
    }
    desk.access().require(attempt, target, asked);
    desk.requireState(attempt, target);
    return target;
  }

  /** Whether a ciphertext says that it is of this key. */
  boolean names(byte[] ciphertext, KeyId id) {
    return CiphertextBlob.find(ciphertext).filter(blob -> KeyId.of(blob).equals(id)).isPresent();
  }

  /** Seals with the key's current material. */
  byte[] seal(Target target, byte[] plaintext, Map<String, String> context) {
    KmsKey key = target.key();
    Material current = current(target);
    try (KeyMaterial material = custody.open(target, current)) {
      return material.seal(
          key.id().multiRegion(),
          key.id().bits(),
          current.number(),
          plaintext,
          context,
          desk.foundation().entropy());
    }
  }

  /** The material that a key uses at present, for one use; the caller closes it. */
  KeyMaterial currentOf(Target target) {
    return custody.open(target, current(target));
  }

  static Material current(Target target) {
    return target
        .key()
        .current()
        .orElseThrow(() -> new IllegalStateException("an enabled key has a current material"));
  }

  byte[] open(Opening opening, Map<String, String> context) {
    if (opening.material().wrapped() == null) {
      // Material that waits for its rotation has encrypted nothing.
      throw invalid();
    }
    try (KeyMaterial material = custody.open(opening.target(), opening.material())) {
      return opened(material, opening.blob(), context);
    }
  }

  /** Only the blob's own authenticity is the caller's business. */
  private static byte[] opened(
      KeyMaterial material, CiphertextBlob blob, Map<String, String> context) {
    try {
      return material.open(blob, context);
    } catch (NotAuthentic changed) {
      throw invalid();
    }
  }

  /** Remembers that a key was used. */
  void used(Attempt attempt, Target target, UsedOperation operation) {
    desk.lastUses()
        .note(
            target.key().id(),
            new LastUse(operation, attempt.now(), attempt.eventId(), attempt.call().requestId()));
  }

  static RpcException invalid() {
    return KmsError.InvalidCiphertextException.refusal();
  }

  private static RpcException unknown() {
    return KmsError.AccessDeniedException.because(
        "The ciphertext refers to a customer master key that does not exist, does not exist in"
            + " this region, or you are not allowed to access.");
  }
}
