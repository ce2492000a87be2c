package dev.coffer.store.object;

import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.KvStore;
import java.util.function.Supplier;

/**
 * A store in front of which the process ends: from some call on, every call throws, as nothing
 * would be called any more.
 */
final class Breaking extends ForwardingKv {
  static final int NEVER = Integer.MAX_VALUE;

  private final Supplier<? extends RuntimeException> end;
  private int left = NEVER;

  Breaking(KvStore kv, Supplier<? extends RuntimeException> end) {
    super(kv);
    this.end = end;
  }

  /** So many calls are still made. */
  void breakAfter(int calls) {
    left = calls;
  }

  @Override
  protected KvStore kv() {
    if (left == 0) {
      throw end.get();
    }
    left -= left == NEVER ? 0 : 1;
    return super.kv();
  }
}
