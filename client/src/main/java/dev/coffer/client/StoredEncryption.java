package dev.coffer.client;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as a server stored it. Putting it back sends the same document byte for byte,
 * also where it holds what this client does not know or what the model cannot say: an algorithm or
 * an element of tomorrow, {@code BucketKeyEnabled} with {@code AES256}, two rules. Two are equal
 * when their documents are.
 *
 * <p>{@link #recognized} gives the case of the model that says the same:
 *
 * <pre>{@code
 * switch (stored.recognized()) {
 *   case SseKms kms -> audit(kms.keyId());
 *   case DefaultWithBlocked(SseKms kms, var blocked) -> audit(kms.keyId());
 *   case StoredEncryption unknown -> warn(unknown.rules());
 *   …
 * }
 * }</pre>
 *
 * <p>Only reading makes one, so nothing that Amazon refuses can be written this way.
 */
public final class StoredEncryption implements ServerSideEncryptionConfiguration {
  private final List<Rule> rules;
  private final byte[] document;

  /** The bytes are not copied: nobody may change them afterwards. */
  StoredEncryption(List<Rule> rules, byte[] document) {
    this.rules = List.copyOf(rules);
    this.document = document;
  }

  /**
   * One rule's texts; null where the document has no such element.
   *
   * @param blockedTypes empty when the element is there and holds nothing
   */
  public record Rule(
      @Nullable String algorithm,
      @Nullable String kmsMasterKeyId,
      @Nullable Boolean bucketKeyEnabled,
      @Nullable List<String> blockedTypes) {
    public Rule {
      if (algorithm == null && kmsMasterKeyId != null) {
        throw new IllegalArgumentException("a key without an algorithm");
      }
      blockedTypes = blockedTypes == null ? null : List.copyOf(blockedTypes);
    }
  }

  /** The rules in their order; a general purpose bucket has one. */
  public List<Rule> rules() {
    return rules;
  }

  /**
   * The case of the model that says the same, or this when there is none. An absent {@code
   * BucketKeyEnabled} says the same as {@code false}; elements that this client does not know are
   * not seen here.
   */
  public ServerSideEncryptionConfiguration recognized() {
    ServerSideEncryptionConfiguration known =
        rules.size() == 1 ? Recognition.of(rules.getFirst()) : null;
    return known == null ? this : known;
  }

  /** What it says of a directory bucket; empty when a {@link DirectoryEncryption} cannot say it. */
  public Optional<DirectoryEncryption> findDirectoryEncryption() {
    return rules.size() == 1
        ? Optional.ofNullable(Recognition.ofDirectory(rules.getFirst()))
        : Optional.empty();
  }

  /** The document as it came; what putting it back sends. */
  byte[] document() {
    return document;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoredEncryption stored && Arrays.equals(document, stored.document);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(document);
  }

  @Override
  public String toString() {
    return "StoredEncryption" + rules;
  }
}
