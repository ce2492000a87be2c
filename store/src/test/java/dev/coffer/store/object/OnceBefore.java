package dev.coffer.store.object;

import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.KvStore;
import org.jspecify.annotations.Nullable;

/** Another store, and something that is done once, before one of its calls. */
final class OnceBefore extends ForwardingKv {
  private int left = Integer.MAX_VALUE;
  private @Nullable Runnable meanwhile;

  OnceBefore(KvStore kv) {
    super(kv);
  }

  /** Arms it for a call from now on, the first of which is 0. */
  void call(int call, Runnable action) {
    left = call;
    meanwhile = action;
  }

  /** False when the calls ended before. */
  boolean happened() {
    return meanwhile == null;
  }

  @Override
  protected KvStore kv() {
    Runnable action = meanwhile;
    if (action != null && left-- == 0) {
      meanwhile = null;
      action.run();
    }
    return super.kv();
  }
}
