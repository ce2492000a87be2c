package dev.coffer.kms.access;

/**
 * Told of every change that decides whether a key can be used: its state, policy, grants, material.
 *
 * <p>Called after the change is stored and before it is answered, so that whoever keeps data keys
 * can drop them in time. Must neither block nor throw.
 */
@FunctionalInterface
public interface KeyChanges {
  void changed(String keyArn);
}
