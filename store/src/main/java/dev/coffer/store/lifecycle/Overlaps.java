package dev.coffer.store.lifecycle;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * In a document of the first version no two rules may say the same of one object: of one kind of
 * action no prefix begins another. In the second version each rule does what it says.
 */
final class Overlaps {
  private static final Map<String, Predicate<Rule>> ACTIONS =
      Map.of(
          "Expiration", rule -> rule.expiration() != null,
          "NoncurrentVersionExpiration", rule -> rule.earlier() != null,
          "AbortIncompleteMultipartUpload", rule -> rule.uploadDays() != null);

  private Overlaps() {}

  static void refuse(List<Rule> rules) {
    ACTIONS.forEach((action, has) -> {
      List<String> sorted =
          rules.stream().filter(has).map(rule -> rule.selector().prefix()).sorted().toList();
      // What begins another begins the one after it.
      for (int i = 1; i < sorted.size(); i++) {
        if (sorted.get(i).startsWith(sorted.get(i - 1))) {
          throw RuleTexts.request(
              "Found overlapping prefixes '%s' and '%s' for same action type '%s'"
                  .formatted(sorted.get(i - 1), sorted.get(i), action));
        }
      }
    });
  }
}
