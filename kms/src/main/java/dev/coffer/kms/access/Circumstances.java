package dev.coffer.kms.access;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.kms.key.Alias;
import dev.coffer.kms.key.Aliases;
import dev.coffer.kms.key.KmsKey;
import java.util.List;
import java.util.Map;

/** The key service's condition keys. Source: Service Authorization Reference; spec/kms.md §12.3. */
final class Circumstances {
  private static final int MAX_ALIASES = 50;

  private final Aliases aliases;

  Circumstances(Aliases aliases) {
    this.aliases = aliases;
  }

  /** What is known of a call before its key is. */
  static ConditionKeys of(Attempt attempt) {
    ConditionKeys keys = attempt.call().keys().with("kms:CallerAccount", attempt.account());
    String via = attempt.viaService();
    return via == null ? keys : keys.with("kms:ViaService", via).with("aws:ViaAWSService", "true");
  }

  ConditionKeys of(Attempt attempt, Target target, Map<String, String> encryptionContext) {
    KmsKey key = target.key();
    KmsKey.Nature nature = key.nature();
    ConditionKeys keys =
        of(attempt)
            .with("kms:KeySpec", nature.spec().name())
            .with("kms:KeyUsage", nature.usage().name())
            .with("kms:KeyOrigin", nature.origin().name())
            .with("kms:MultiRegion", String.valueOf(key.id().multiRegion()))
            .withPresent("kms:RequestAlias", target.alias());
    List<String> names =
        aliases.of(key.account(), key.id(), null, MAX_ALIASES).stream().map(Alias::name).toList();
    if (!names.isEmpty()) {
      keys = keys.withAll("kms:ResourceAliases", names);
    }
    for (Map.Entry<String, String> tag : key.tags().entrySet()) {
      keys = keys.with("aws:ResourceTag/" + tag.getKey(), tag.getValue());
    }
    return withContext(keys, encryptionContext);
  }

  private static ConditionKeys withContext(ConditionKeys known, Map<String, String> context) {
    ConditionKeys keys = known;
    for (Map.Entry<String, String> pair : context.entrySet()) {
      keys = keys.with("kms:EncryptionContext:" + pair.getKey(), pair.getValue());
    }
    return context.isEmpty()
        ? keys
        : keys.withAll("kms:EncryptionContextKeys", List.copyOf(context.keySet()));
  }
}
