package dev.coffer.iam.sts;

import dev.coffer.wire.sts.AssumeRole;
import dev.coffer.wire.sts.StsError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Members that a session would have to carry and policies to honour, which it does not. A list
 * without items asks for nothing.
 */
final class Unserved {
  private Unserved() {}

  static void requireNone(AssumeRole op) {
    requireAbsent("Tags", op.tags());
    requireAbsent("TransitiveTagKeys", op.transitiveTagKeys());
    requireAbsent("SourceIdentity", op.sourceIdentity());
    requireAbsent("SerialNumber", op.serialNumber());
    requireAbsent("TokenCode", op.tokenCode());
    requireAbsent("ProvidedContexts", op.providedContexts());
  }

  private static void requireAbsent(String member, @Nullable Object value) {
    boolean nothing = value == null || (value instanceof List<?> list && list.isEmpty());
    if (!nothing) {
      throw StsError.NotImplemented.because(
          "The parameter " + member + " of AssumeRole is not implemented");
    }
  }
}
