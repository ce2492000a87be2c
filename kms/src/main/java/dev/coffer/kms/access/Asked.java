package dev.coffer.kms.access;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Grantee;
import dev.coffer.kms.key.Grant;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a permission is asked for, beside the key.
 *
 * @param action {@code kms:ReEncryptFrom}
 * @param keys that this operation knows beyond the usual ones
 * @param suffices what a grant must be like, beyond covering the action, to give the permission
 * @param named whom a grant gives the permission in any case
 */
public record Asked(
    String action,
    Map<String, String> encryptionContext,
    ConditionKeys keys,
    Predicate<Grant> suffices,
    Grantee named) {

  /** An action without an encryption context. */
  public static Asked of(String action) {
    return of(action, Map.of());
  }

  public static Asked of(String action, Map<String, String> encryptionContext) {
    return new Asked(action, encryptionContext, ConditionKeys.NONE, grant -> true, Grantee.NOBODY);
  }

  /** The same with more condition keys. */
  public Asked with(ConditionKeys more) {
    return new Asked(action, encryptionContext, more, suffices, named);
  }

  /** The same with one more condition key. */
  public Asked with(String key, String value) {
    return with(keys.with(key, value));
  }

  /** The same, to be given by certain grants only. */
  public Asked givenBy(Predicate<Grant> certain) {
    return new Asked(action, encryptionContext, keys, certain, named);
  }

  /** The same, given to whom a grant names for it. */
  public Asked givenTo(Grantee certain) {
    return new Asked(action, encryptionContext, keys, suffices, certain);
  }
}
