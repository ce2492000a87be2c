package dev.coffer.kms.operation;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.wire.kms.DryRunModifier;
import dev.coffer.wire.kms.KmsError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What many requests have in common. */
final class Requests {
  /** The longest encryption context in its canonical form. */
  static final int MAX_CONTEXT_BYTES = 8192;

  private Requests() {}

  /** An encryption context; an absent one is an empty one. */
  static Map<String, String> context(@Nullable Map<String, String> given) {
    if (given == null) {
      return Map.of();
    }
    if (Aad.canonical(given).length > MAX_CONTEXT_BYTES) {
      throw KmsError.ValidationException.because(
          "The encryption context must not be larger than " + MAX_CONTEXT_BYTES + " bytes.");
    }
    return given;
  }

  /** Refuses what is there though the service does not serve it. */
  static void refuse(@Nullable Object member, String name) {
    if (member != null) {
      throw KmsError.UnsupportedOperationException.because(name + " is not supported.");
    }
  }

  /**
   * Whether only the right to open a ciphertext is asked for, whichever it is. Only a dry run may
   * ask so.
   */
  static boolean ignoresCiphertext(
      @Nullable Boolean dryRun, @Nullable List<DryRunModifier> modifiers) {
    boolean ignores = modifiers != null && modifiers.contains(DryRunModifier.IGNORE_CIPHERTEXT);
    if (ignores && !Boolean.TRUE.equals(dryRun)) {
      throw KmsError.ValidationException.because(
          "DryRunModifiers can only be specified when DryRun is true.");
    }
    return ignores;
  }

  /** Refuses the absence of a member that only some requests need. */
  static <T> T require(@Nullable T member, String path) {
    if (member == null) {
      throw KmsError.ValidationException.because(
          "1 validation error detected: Value null at '"
              + path
              + "' failed to satisfy constraint: Member must not be null");
    }
    return member;
  }

  /** Ends a dry run; called after all checks and before anything is done or noted. */
  static void endDryRun(@Nullable Boolean dryRun) {
    if (Boolean.TRUE.equals(dryRun)) {
      throw KmsError.DryRunOperationException.refusal();
    }
  }
}
