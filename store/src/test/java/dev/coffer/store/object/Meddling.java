package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Another store, where something is done once, right before a row of some kind is read. */
final class Meddling extends ForwardingKv {
  private final AtomicReference<@Nullable Meddler> next = new AtomicReference<>();

  private record Meddler(Bytes suffixPrefix, Runnable action) {}

  Meddling(KvStore kv) {
    super(kv);
  }

  /** Does it before the next read of a row whose suffix begins so. */
  void beforeReading(Bytes suffixPrefix, Runnable action) {
    next.set(new Meddler(suffixPrefix, action));
  }

  /** Whether what was asked for last was done. */
  boolean done() {
    return next.get() == null;
  }

  @Override
  public Optional<Bytes> get(Index index, Key key) {
    Meddler meddler = next.get();
    if (meddler != null
        && key.suffix().startsWith(meddler.suffixPrefix())
        && next.compareAndSet(meddler, null)) {
      meddler.action().run();
    }
    return super.get(index, key);
  }
}
