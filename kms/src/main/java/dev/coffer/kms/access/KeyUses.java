package dev.coffer.kms.access;

import java.util.OptionalLong;

/** How much depends on a key: asked when a key is to be deleted, for the audit trail. */
@FunctionalInterface
public interface KeyUses {
  /** How many object versions are sealed under the key; empty where nobody counts. */
  OptionalLong versionsUnder(String keyArn);
}
