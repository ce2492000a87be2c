package dev.coffer.kms.access;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How much depends on a key, counted by somebody who is opened after the key service: the store of
 * objects uses the keys that it counts for. Until then nobody counts.
 */
public final class LaterUses implements KeyUses {
  private final AtomicReference<@Nullable KeyUses> counter = new AtomicReference<>();

  /** Lets this one count from now on. */
  public void countBy(KeyUses uses) {
    counter.set(uses);
  }

  @Override
  public OptionalLong versionsUnder(String keyArn) {
    KeyUses counting = counter.get();
    return counting == null ? OptionalLong.empty() : counting.versionsUnder(keyArn);
  }
}
