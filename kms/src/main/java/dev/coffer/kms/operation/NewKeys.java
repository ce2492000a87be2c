package dev.coffer.kms.operation;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.kms.access.Access;
import dev.coffer.kms.access.Attempt;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.access.KeyOperation;
import dev.coffer.kms.access.Target;
import dev.coffer.kms.key.KeyId;
import dev.coffer.kms.key.KmsKey;
import dev.coffer.kms.key.Material;
import dev.coffer.kms.key.Pairs;
import dev.coffer.kms.key.StoredKey;
import dev.coffer.storage.Bytes;
import dev.coffer.wire.kms.CreateKey;
import dev.coffer.wire.kms.KeyManager;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.KeyUsage;
import dev.coffer.wire.kms.KmsError;
import dev.coffer.wire.kms.Origin;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes keys. Source: spec/kms.md §5.1. */
public final class NewKeys {
  private final Desk desk;
  private final KeyPolicies policies;
  private final Metadata metadata;
  private final Custody custody;

  NewKeys(Desk desk, KeyPolicies policies, Metadata metadata, Custody custody) {
    this.desk = desk;
    this.custody = custody;
    this.policies = policies;
    this.metadata = metadata;
  }

  public CreateKey.Output create(Call call, CreateKey op) {
    return desk.serve(call, KeyOperation.CreateKey, attempt -> create(attempt, op));
  }

  private CreateKey.Output create(Attempt attempt, CreateKey op) {
    attempt
        .ask("description", op.description())
        .ask("keySpec", op.keySpec())
        .ask("customerMasterKeySpec", op.customerMasterKeySpec())
        .ask("keyUsage", op.keyUsage())
        .ask("origin", op.origin())
        .ask("customKeyStoreId", op.customKeyStoreId())
        .ask("multiRegion", op.multiRegion())
        .ask("bypassPolicyLockoutSafetyCheck", op.bypassPolicyLockoutSafetyCheck())
        .ask("tags", op.tags() == null ? null : TagRules.shown(op.tags()))
        .ask("policy", op.policy());
    KmsKey.Nature nature = nature(attempt, op);
    Map<String, String> tags = TagRules.pairs(op.tags() == null ? List.of() : op.tags());
    authorize(attempt, op, nature, tags);
    KmsKey key = key(attempt, op, nature, tags);
    var target = new Target(new StoredKey(key, Bytes.EMPTY), desk.arns().of(key), null);
    if (op.policy() != null) {
      policies.require(attempt, target, op.policy(), op.bypassPolicyLockoutSafetyCheck());
    }
    if (!desk.foundation().quotas().allowsKeyBeside(desk.keys().count(attempt.account()))) {
      throw KmsError.LimitExceededException.because("The account has too many KMS keys.");
    }
    desk.keys().add(key);
    desk.touched(attempt, target);
    attempt.answer("keyMetadata", Map.of("keyId", key.id().text(), "arn", target.arn()));
    return new CreateKey.Output(metadata.of(key, attempt.now()));
  }

  private KmsKey.Nature nature(Attempt attempt, CreateKey op) {
    KeySpec spec = spec(op);
    KeyUsage usage = usage(op, spec);
    Requests.refuse(op.xksKeyId(), "XksKeyId");
    Origin origin = Custody.origin(op);
    requireServed(spec, usage, origin);
    boolean multiRegion = Boolean.TRUE.equals(op.multiRegion());
    String store = custody.storeOf(attempt, op, spec);
    KeyId id = KeyId.random(desk.foundation().entropy(), multiRegion);
    return new KmsKey.Nature(
        attempt.account(), id, attempt.now(), spec, usage, origin, KeyManager.CUSTOMER, store);
  }

  private static void requireServed(KeySpec spec, KeyUsage usage, Origin origin) {
    boolean signs = usage == KeyUsage.SIGN_VERIFY;
    boolean whole = usage == KeyUsage.GENERATE_VERIFY_MAC || spec == KeySpec.SYMMETRIC_DEFAULT;
    if (!whole && Pairs.algorithms(spec).isEmpty()) {
      throw KmsError.UnsupportedOperationException.because(
          "KeySpec " + spec + " is not supported.");
    }
    if (!whole && !signs) {
      throw KmsError.UnsupportedOperationException.because(
          "KeyUsage " + usage + " with KeySpec " + spec + " is not supported.");
    }
    if (signs && origin == Origin.EXTERNAL) {
      throw KmsError.UnsupportedOperationException.because(
          "Origin EXTERNAL with KeySpec " + spec + " is not supported.");
    }
  }

  private static KeySpec spec(CreateKey op) {
    if (op.keySpec() != null && op.customerMasterKeySpec() != null) {
      throw KmsError.ValidationException.because(
          "You cannot specify KeySpec and CustomerMasterKeySpec in the same request."
              + " CustomerMasterKeySpec is deprecated.");
    }
    if (op.customerMasterKeySpec() != null) {
      return KeySpec.valueOf(op.customerMasterKeySpec().name());
    }
    return op.keySpec() == null ? KeySpec.SYMMETRIC_DEFAULT : op.keySpec();
  }

  private static KeyUsage usage(CreateKey op, KeySpec spec) {
    KeyUsage usage = op.keyUsage();
    if (usage == null && spec != KeySpec.SYMMETRIC_DEFAULT) {
      throw KmsError.ValidationException.because(
          "You must specify a KeyUsage value for all KMS keys except for symmetric encryption"
              + " keys.");
    }
    if (usage != null && !usages(spec).contains(usage)) {
      throw KmsError.ValidationException.because(
          "KeyUsage " + usage + " is not compatible with KeySpec " + spec);
    }
    return usage == null ? KeyUsage.ENCRYPT_DECRYPT : usage;
  }

  private static Set<KeyUsage> usages(KeySpec spec) {
    return switch (spec) {
      case SYMMETRIC_DEFAULT -> Set.of(KeyUsage.ENCRYPT_DECRYPT);
      case HMAC_224, HMAC_256, HMAC_384, HMAC_512 -> Set.of(KeyUsage.GENERATE_VERIFY_MAC);
      case RSA_2048, RSA_3072, RSA_4096 -> Set.of(KeyUsage.ENCRYPT_DECRYPT, KeyUsage.SIGN_VERIFY);
      case ECC_NIST_P256, ECC_NIST_P384, ECC_NIST_P521 ->
          Set.of(KeyUsage.SIGN_VERIFY, KeyUsage.KEY_AGREEMENT);
      case ECC_SECG_P256K1, ECC_NIST_EDWARDS25519, ML_DSA_44, ML_DSA_65, ML_DSA_87 ->
          Set.of(KeyUsage.SIGN_VERIFY);
      case SM2 -> Set.of(KeyUsage.ENCRYPT_DECRYPT, KeyUsage.SIGN_VERIFY, KeyUsage.KEY_AGREEMENT);
      case ML_KEM_512, ML_KEM_768, ML_KEM_1024 -> Set.of(KeyUsage.ENCAPSULATE_DECAPSULATE);
    };
  }

  private void authorize(
      Attempt attempt, CreateKey op, KmsKey.Nature nature, Map<String, String> tags) {
    ConditionKeys keys =
        Access.known(nature)
            .with(
                "kms:BypassPolicyLockoutSafetyCheck",
                String.valueOf(Boolean.TRUE.equals(op.bypassPolicyLockoutSafetyCheck())));
    ConditionKeys all = TagRules.keys(keys, tags);
    desk.access().require(attempt, "kms:CreateKey", "*", attempt.account(), all);
    if (!tags.isEmpty()) {
      desk.access().require(attempt, "kms:TagResource", "*", attempt.account(), all);
    }
  }

  private KmsKey key(
      Attempt attempt, CreateKey op, KmsKey.Nature nature, Map<String, String> tags) {
    List<Material> first = nature.external() ? List.of() : List.of(custody.first(attempt, nature));
    return new KmsKey(
        nature,
        op.description() == null ? "" : op.description(),
        true,
        null,
        op.policy() == null ? KeyPolicies.standard(attempt.account()) : op.policy(),
        tags,
        null,
        first);
  }
}
