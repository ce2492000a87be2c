package dev.coffer.kms.access;

import static dev.coffer.kms.access.KeyOperation.Trait.ACROSS;
import static dev.coffer.kms.access.KeyOperation.Trait.BY_ALIAS;
import static dev.coffer.kms.access.KeyOperation.Trait.READS;
import static dev.coffer.kms.access.KeyOperation.Trait.USES;

import dev.coffer.wire.kms.KeyState;
import java.util.Set;

/**
 * The operations of the key service and what holds for each before it is done.
 *
 * <p>The marks say what becomes of it in the states Enabled, Disabled, PendingDeletion,
 * PendingImport and Unavailable, in this order: see {@link Verdict}. An operation that takes no key
 * works in all. Source: spec/kms.md §3.1, §6; AWS KMS Developer Guide, cross-account use.
 */
public enum KeyOperation {
  CancelKeyDeletion("44Y44"),
  CreateAlias("YY3YY"),
  CreateGrant("Y135Y", ACROSS),
  CreateKey("YYYYY"),
  Decrypt("Y135U", BY_ALIAS, ACROSS, READS, USES),
  DeleteAlias("YYYYY"),
  DeleteImportedKeyMaterial("YYYYO", Demand.IMPORTED),
  DescribeKey("YYYYY", BY_ALIAS, ACROSS, READS),
  DisableKey("YY35Y"),
  DisableKeyRotation("Y13OO", Demand.ROTATABLE_BY_ITSELF),
  EnableKey("YY35Y"),
  EnableKeyRotation("Y13OO", Demand.ROTATABLE_BY_ITSELF),
  Encrypt("Y135U", BY_ALIAS, ACROSS, READS, USES),
  GenerateDataKey("Y135U", BY_ALIAS, ACROSS, READS, USES),
  GenerateDataKeyWithoutPlaintext("Y135U", BY_ALIAS, ACROSS, READS, USES),
  GenerateMac("Y135U", BY_ALIAS, ACROSS, READS, USES),
  GenerateRandom("YYYYY", READS),
  GetKeyLastUsage("YYYYY", READS),
  GetKeyPolicy("YYYYY", READS),
  GetKeyRotationStatus("YYYOO", Demand.DRAWN_HERE, ACROSS, READS),
  GetParametersForImport("YY3YO", Demand.IMPORTED, READS),
  GetPublicKey("YY35Y", Demand.PAIRED, BY_ALIAS, ACROSS, READS),
  ImportKeyMaterial("YY3YO", Demand.IMPORTED),
  ListAliases("YYYYY", READS),
  ListGrants("YYYYY", ACROSS, READS),
  ListKeyPolicies("YYYYY", READS),
  ListKeyRotations("YYYYO", Demand.ROTATABLE, READS),
  ListKeys("YYYYY", READS),
  ListResourceTags("YYYYY", READS),
  ListRetirableGrants("YYYYY", READS),
  PutKeyPolicy("YYYYY"),
  ReEncrypt("Y135U", BY_ALIAS, ACROSS, READS, USES),
  RetireGrant("YYYYY", ACROSS),
  RevokeGrant("YYYYY", ACROSS),
  RotateKeyOnDemand("Y135O", Demand.ROTATABLE),
  ScheduleKeyDeletion("YY3YY"),
  Sign("Y135U", BY_ALIAS, ACROSS, READS, USES),
  TagResource("YY3YY"),
  UntagResource("YY3YY"),
  UpdateAlias("YY3YY"),
  UpdateKeyDescription("YY3YY"),
  Verify("Y135U", BY_ALIAS, ACROSS, READS, USES),
  VerifyMac("Y135U", BY_ALIAS, ACROSS, READS, USES);

  /** What can be said of an operation beside its states. */
  enum Trait {
    /** Takes an alias in place of a key's id. */
    BY_ALIAS,
    /** Takes keys of other accounts. */
    ACROSS,
    /** Changes nothing: {@code readOnly} in the audit trail. */
    READS,
    /** Counts as use of the key. */
    USES
  }

  private static final KeyState[] ORDER = {
    KeyState.Enabled,
    KeyState.Disabled,
    KeyState.PendingDeletion,
    KeyState.PendingImport,
    KeyState.Unavailable
  };

  private final String marks;
  private final Demand demand;

  // Made by Set.of: it does not change.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<Trait> traits;

  KeyOperation(String marks, Trait... traits) {
    this(marks, Demand.ANY, traits);
  }

  KeyOperation(String marks, Demand demand, Trait... traits) {
    this.marks = marks;
    this.demand = demand;
    this.traits = Set.of(traits);
  }

  /** {@code kms:CreateKey}. */
  public String action() {
    return "kms:" + name();
  }

  /** What becomes of it when the key is in this state. */
  public Verdict in(KeyState state) {
    for (int column = 0; column < ORDER.length; column++) {
      if (ORDER[column] == state) {
        return Verdict.of(marks.charAt(column));
      }
    }
    throw new IllegalStateException("a state without a column");
  }

  public Demand demand() {
    return demand;
  }

  boolean byAlias() {
    return traits.contains(BY_ALIAS);
  }

  boolean across() {
    return traits.contains(ACROSS);
  }

  boolean reads() {
    return traits.contains(READS);
  }

  /** Whether it counts as use of the key. */
  public boolean uses() {
    return traits.contains(USES);
  }
}
