package dev.coffer.kms.access;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Subject;
import dev.coffer.kms.key.Alias;
import dev.coffer.kms.key.Aliases;
import dev.coffer.kms.key.KmsKey;
import dev.coffer.wire.kms.MultiRegionKeyType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The key service's condition keys. Source: Service Authorization Reference; spec/kms.md §12.3. */
final class Circumstances {
  private static final int MAX_ALIASES = 50;

  private final Aliases aliases;

  Circumstances(Aliases aliases) {
    this.aliases = aliases;
  }

  /**
   * What is known of a call before its key is. A service belongs to no account, though one pays for
   * its calls: a policy that lets an account in must not let in a service that acts for nobody.
   */
  static ConditionKeys of(Attempt attempt) {
    boolean service = attempt.subject().kind() == Subject.Kind.SERVICE;
    ConditionKeys keys =
        attempt.call().keys().withPresent("kms:CallerAccount", service ? null : attempt.account());
    String via = attempt.viaService();
    return via == null ? keys : keys.with("kms:ViaService", via).with("aws:ViaAWSService", "true");
  }

  /**
   * What is known of a call about a key. Condition keys are compared without case and the pairs of
   * an encryption context with it: pairs whose names differ by case alone are one condition key of
   * several values, and whoever may choose pairs must not choose which of them counts. Each value
   * has its turn in one of the readings, and all readings must permit what is asked.
   *
   * @return one, or as many as the most pairs whose names are the same without case
   */
  List<ConditionKeys> readings(
      Attempt attempt, Target target, Map<String, String> encryptionContext) {
    ConditionKeys known = of(attempt, target);
    if (encryptionContext.isEmpty()) {
      return List.of(known);
    }
    ConditionKeys named =
        known.withAll("kms:EncryptionContextKeys", List.copyOf(encryptionContext.keySet()));
    Map<String, List<String>> values = new LinkedHashMap<>();
    encryptionContext.forEach((name, value) ->
        values.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>()).add(value));
    int most = values.values().stream().mapToInt(List::size).max().orElseThrow();
    return IntStream.range(0, most).mapToObj(turn -> reading(named, values, turn)).toList();
  }

  private static ConditionKeys reading(
      ConditionKeys known, Map<String, List<String>> values, int turn) {
    ConditionKeys keys = known;
    for (Map.Entry<String, List<String>> pair : values.entrySet()) {
      List<String> several = pair.getValue();
      keys =
          keys.with(
              "kms:EncryptionContext:" + pair.getKey(),
              several.get(Math.min(turn, several.size() - 1)));
    }
    return keys;
  }

  private ConditionKeys of(Attempt attempt, Target target) {
    KmsKey key = target.key();
    ConditionKeys keys =
        of(attempt)
            .and(of(key.nature()))
            .withPresent("kms:RequestAlias", target.alias())
            .withLater("kms:ResourceAliases", () -> names(key));
    for (Map.Entry<String, String> tag : key.tags().entrySet()) {
      keys = keys.with("aws:ResourceTag/" + tag.getKey(), tag.getValue());
    }
    return keys;
  }

  /**
   * What is known of a key by its kind, one that is made too. Replicas are not served, so each key
   * of several Regions is the primary one.
   */
  static ConditionKeys of(KmsKey.Nature nature) {
    boolean several = nature.id().multiRegion();
    return ConditionKeys.NONE
        .with("kms:KeySpec", nature.spec().name())
        .with("kms:KeyUsage", nature.usage().name())
        .with("kms:CustomerMasterKeySpec", nature.spec().name())
        .with("kms:CustomerMasterKeyUsage", nature.usage().name())
        .with("kms:KeyOrigin", nature.origin().name())
        .with("kms:MultiRegion", String.valueOf(several))
        .withPresent("kms:MultiRegionKeyType", several ? MultiRegionKeyType.PRIMARY.name() : null);
  }

  private List<String> names(KmsKey key) {
    return aliases.of(key.account(), key.id(), null, MAX_ALIASES).stream()
        .map(Alias::name)
        .toList();
  }
}
