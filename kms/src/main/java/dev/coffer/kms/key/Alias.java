package dev.coffer.kms.key;

import java.time.Instant;

/**
 * Another name of a key.
 *
 * @param name with {@code alias/} in front
 */
public record Alias(String account, String name, KeyId target, Instant created, Instant updated) {
  /** What every alias begins with. */
  public static final String PREFIX = "alias/";

  /** What the aliases of the service's own keys begin with. */
  public static final String RESERVED = "alias/aws/";
}
