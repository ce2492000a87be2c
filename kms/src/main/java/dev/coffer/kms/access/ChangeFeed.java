package dev.coffer.kms.access;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Passes every change of a key on to all who asked to be told, in the order in which they asked.
 *
 * <p>It is there before the key service is, so that those who keep data keys can register while the
 * rest is opened. What registers stays for good.
 */
public final class ChangeFeed implements KeyChanges {
  private final List<KeyChanges> listeners = new CopyOnWriteArrayList<>();

  /** Lets somebody be told of every change from now on. */
  public void register(KeyChanges listener) {
    listeners.add(listener);
  }

  @Override
  public void changed(String keyArn) {
    listeners.forEach(listener -> listener.changed(keyArn));
  }
}
