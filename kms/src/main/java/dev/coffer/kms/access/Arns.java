package dev.coffer.kms.access;

import dev.coffer.kms.key.Alias;
import dev.coffer.kms.key.KeyId;
import dev.coffer.kms.key.KmsKey;

/**
 * Names of keys and aliases in this region.
 *
 * @param region {@code us-east-1}
 */
public record Arns(String region) {
  public String of(KmsKey key) {
    return key(key.account(), key.id());
  }

  public String key(String account, KeyId id) {
    return "arn:aws:kms:" + region + ":" + account + ":key/" + id;
  }

  public String of(Alias alias) {
    return alias(alias.account(), alias.name());
  }

  /**
   * The ARN of an alias.
   *
   * @param name with {@code alias/} in front
   */
  public String alias(String account, String name) {
    return "arn:aws:kms:" + region + ":" + account + ":" + name;
  }
}
