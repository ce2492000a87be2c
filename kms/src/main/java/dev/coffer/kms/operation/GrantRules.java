package dev.coffer.kms.operation;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.kms.access.Attempt;
import dev.coffer.kms.key.Grant;
import dev.coffer.kms.key.KmsKey;
import dev.coffer.wire.kms.CreateGrant;
import dev.coffer.wire.kms.GrantConstraints;
import dev.coffer.wire.kms.GrantOperation;
import dev.coffer.wire.kms.KmsError;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which grants there may be. Source: spec/kms.md §10; AWS KMS API Reference. */
final class GrantRules {
  private static final int MAX_PAIRS = 8;
  private static final int MAX_CONTEXT_CHARS = 384;
  private static final Set<GrantOperation> OF_ANY_KEY =
      EnumSet.of(
          GrantOperation.CreateGrant, GrantOperation.RetireGrant, GrantOperation.DescribeKey);
  private static final Set<GrantOperation> OF_SYMMETRIC_KEYS =
      EnumSet.of(
          GrantOperation.Decrypt,
          GrantOperation.Encrypt,
          GrantOperation.GenerateDataKey,
          GrantOperation.GenerateDataKeyWithoutPlaintext,
          GrantOperation.ReEncryptFrom,
          GrantOperation.ReEncryptTo,
          GrantOperation.GenerateDataKeyPair,
          GrantOperation.GenerateDataKeyPairWithoutPlaintext);
  private static final Set<GrantOperation> OF_HMAC_KEYS =
      EnumSet.of(GrantOperation.GenerateMac, GrantOperation.VerifyMac);
  private static final Set<GrantOperation> OF_SIGNING_KEYS =
      EnumSet.of(GrantOperation.Sign, GrantOperation.Verify, GrantOperation.GetPublicKey);

  private final Predicate<String> principalExists;

  GrantRules(Predicate<String> principalExists) {
    this.principalExists = principalExists;
  }

  /** What is wrong with a request whatever the key. */
  void require(CreateGrant op) {
    Requests.refuse(op.granteeServicePrincipal(), "GranteeServicePrincipal");
    Requests.refuse(op.retiringServicePrincipal(), "RetiringServicePrincipal");
    Requests.require(op.granteePrincipal(), "granteePrincipal");
    if (op.operations().isEmpty()) {
      throw KmsError.ValidationException.because("A grant must allow at least one operation.");
    }
    if (op.constraints() != null) {
      requireSmall(op.constraints().encryptionContextSubset());
      requireSmall(op.constraints().encryptionContextEquals());
    }
  }

  /** To be asked of those alone who may make the grant: it tells whom there is. */
  void requirePrincipals(CreateGrant op) {
    Stream.of(op.granteePrincipal(), op.retiringPrincipal())
        .filter(Objects::nonNull)
        .forEach(this::requirePrincipal);
  }

  private void requirePrincipal(String arn) {
    if (!arn.startsWith("arn:") || !principalExists.test(arn)) {
      throw KmsError.InvalidArnException.because("ARN does not refer to a valid principal: " + arn);
    }
  }

  private static void requireSmall(@Nullable Map<String, String> pairs) {
    if (pairs == null) {
      return;
    }
    int chars =
        pairs.entrySet().stream()
            .mapToInt(pair -> pair.getKey().length() + pair.getValue().length())
            .sum();
    if (pairs.size() > MAX_PAIRS || chars > MAX_CONTEXT_CHARS) {
      throw KmsError.ValidationException.because(
          "A grant constraint can include up to 8 encryption context pairs of 384 characters"
              + " altogether.");
    }
  }

  /** Refuses operations and constraints that do not fit the key. */
  static void requireFit(KmsKey key, Grant grant) {
    Set<GrantOperation> own = own(key.nature());
    for (GrantOperation operation : grant.operations()) {
      if (!own.contains(operation) && !OF_ANY_KEY.contains(operation)) {
        throw KmsError.ValidationException.because(
            "Grant operation "
                + operation
                + " is not valid for a KMS key of key spec "
                + key.nature().spec()
                + ".");
      }
    }
    if (grant.constraints().onContext() && !key.nature().symmetric()) {
      throw KmsError.ValidationException.because(
          "Encryption context constraints are only valid for symmetric encryption keys.");
    }
  }

  private static Set<GrantOperation> own(KmsKey.Nature nature) {
    if (nature.symmetric()) {
      return OF_SYMMETRIC_KEYS;
    }
    return nature.signs() ? OF_SIGNING_KEYS : OF_HMAC_KEYS;
  }

  static Grant.Constraints constraints(@Nullable GrantConstraints given) {
    if (given == null) {
      return Grant.Constraints.NONE;
    }
    Map<String, String> subset = given.encryptionContextSubset();
    return new Grant.Constraints(
        subset == null ? Map.of() : subset, given.encryptionContextEquals(), given.sourceArn());
  }

  /** For the audit trail: the pairs are no secret. */
  static @Nullable Map<String, Object> told(@Nullable GrantConstraints given) {
    if (given == null) {
      return null;
    }
    var told = new LinkedHashMap<String, Object>();
    put(told, "encryptionContextSubset", given.encryptionContextSubset());
    put(told, "encryptionContextEquals", given.encryptionContextEquals());
    put(told, "sourceArn", given.sourceArn());
    return told;
  }

  private static void put(Map<String, Object> told, String name, @Nullable Object value) {
    if (value != null) {
      told.put(name, value);
    }
  }

  static @Nullable GrantConstraints shown(Grant.Constraints constraints) {
    return constraints.equals(Grant.Constraints.NONE)
        ? null
        : new GrantConstraints(
            constraints.subset().isEmpty() ? null : constraints.subset(),
            constraints.equal(),
            constraints.sourceArn());
  }

  /** Who has the right to make grants by a grant passes on no more than that grant gives. */
  static Predicate<Grant> noWiderThan(Grant wanted) {
    return given ->
        new HashSet<>(given.operations()).containsAll(wanted.operations())
            && given.constraints().atLeastAsWideAs(wanted.constraints());
  }

  static ConditionKeys keys(Attempt attempt, Grant wanted) {
    List<String> kinds = new ArrayList<>();
    if (wanted.constraints().equal() != null) {
      kinds.add("EncryptionContextEquals");
    }
    if (!wanted.constraints().subset().isEmpty()) {
      kinds.add("EncryptionContextSubset");
    }
    ConditionKeys keys =
        ConditionKeys.NONE
            .with("kms:GranteePrincipal", wanted.grantee())
            .withPresent("kms:RetiringPrincipal", wanted.retiring())
            .withAll("kms:GrantOperations", wanted.operations().stream().map(Enum::name).toList())
            .with("kms:GrantIsForAWSResource", String.valueOf(attempt.viaService() != null));
    return kinds.isEmpty() ? keys : keys.withAll("kms:GrantConstraintType", kinds);
  }
}
