package dev.coffer.kms.key;

import dev.coffer.wire.kms.GrantOperation;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a principal may do with a key beside its policy.
 *
 * @param id 64 hexadecimal digits
 * @param name null when its maker gave none
 * @param grantee an ARN
 * @param retiring an ARN; null when nobody was named
 * @param issuingAccount the ARN of the root of the account in which it was made
 */
public record Grant(
    String id,
    @Nullable String name,
    String grantee,
    @Nullable String retiring,
    String issuingAccount,
    List<GrantOperation> operations,
    Constraints constraints,
    Instant created) {

  /**
   * When it holds.
   *
   * @param subset pairs that the encryption context must hold; empty for no such constraint
   * @param equal pairs that the encryption context must be; null for no such constraint
   * @param sourceArn on whose behalf the request must be made
   */
  public record Constraints(
      Map<String, String> subset, @Nullable Map<String, String> equal, @Nullable String sourceArn) {
    /** No constraint. */
    public static final Constraints NONE = new Constraints(Map.of(), null, null);

    public Constraints {
      subset = Map.copyOf(subset);
      equal = equal == null ? null : Map.copyOf(equal);
    }

    /** Whether it speaks of the encryption context at all. */
    public boolean onContext() {
      return !subset.isEmpty() || equal != null;
    }

    /**
     * Whether an encryption context is allowed: names compare without case, values with it, and
     * pairs whose names differ only by case stay as many as they are.
     */
    public boolean allow(Map<String, String> encryptionContext) {
      Map<Pair, Long> folded = folded(encryptionContext);
      boolean same = equal == null || folded(equal).equals(folded);
      return same && holds(folded, folded(subset));
    }

    /** Whether everything that another one allows is allowed here too. */
    public boolean atLeastAsWideAs(Constraints other) {
      if (sourceArn != null && !sourceArn.equals(other.sourceArn)) {
        return false;
      }
      if (equal != null) {
        return other.equal != null && folded(equal).equals(folded(other.equal));
      }
      return holds(folded(other.equal == null ? other.subset : other.equal), folded(subset));
    }

    private record Pair(String name, String value) {}

    /** How often there is each pair. */
    private static Map<Pair, Long> folded(Map<String, String> pairs) {
      return pairs.entrySet().stream()
          .map(pair -> new Pair(pair.getKey().toLowerCase(Locale.ROOT), pair.getValue()))
          .collect(Collectors.groupingBy(pair -> pair, Collectors.counting()));
    }

    private static boolean holds(Map<Pair, Long> all, Map<Pair, Long> some) {
      return some.entrySet().stream()
          .allMatch(pair -> all.getOrDefault(pair.getKey(), 0L) >= pair.getValue());
    }
  }

  public Grant {
    operations = List.copyOf(operations);
  }

  /** Operations that carry no encryption context and so know no constraint on it. */
  private static final Set<GrantOperation> CONTEXTLESS =
      Set.of(GrantOperation.DescribeKey, GrantOperation.RetireGrant, GrantOperation.CreateGrant);

  /**
   * Whether it allows an operation, leaving aside to whom.
   *
   * @param sourceArn of the request; null when it is not made on behalf of a resource
   */
  public boolean covers(
      GrantOperation operation, Map<String, String> encryptionContext, @Nullable String sourceArn) {
    return operations.contains(operation)
        && (constraints.sourceArn() == null || constraints.sourceArn().equals(sourceArn))
        && (CONTEXTLESS.contains(operation) || constraints.allow(encryptionContext));
  }
}
