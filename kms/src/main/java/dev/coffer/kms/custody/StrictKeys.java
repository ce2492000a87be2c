package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Strict mode: key materials that the backend itself wraps, so that an outage of the backend stops
 * the keys, and with it whoever can switch the backend off.
 *
 * <p>What was unwrapped is kept for the time to live, at most {@value #MAX_KEPT} keys; with none,
 * every use asks the backend. {@link #forget} must be called before a change of the key's state is
 * answered. Safe for many threads; no lock is held while the backend is asked. A backend that did
 * not answer five times in a row is left alone for ten seconds at a time.
 *
 * <p>Errors: those of {@link KeyCustody}. A key service says {@code KeyUnavailableException} for
 * UNREACHABLE and {@code KMSInternalException} for all others, and alarms for those.
 */
public final class StrictKeys implements AutoCloseable {
  public static final int MAX_KEPT = 1000;

  private final KeyCustody custody;
  private final Duration timeToLive;
  private final InstantSource clock;
  private final Map<Name, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final CircuitBreaker breaker;
  private long forgettings;
  private volatile boolean answers = true;

  private record Name(Bytes wrapped, Binding binding) {}

  private record Kept(Secret key, Instant until) {}

  /** Takes ownership of the custody. */
  public StrictKeys(KeyCustody custody, Duration timeToLive, InstantSource clock) {
    if (timeToLive.isNegative()) {
      throw new IllegalArgumentException("a time to live is not negative");
    }
    this.custody = custody;
    this.timeToLive = timeToLive;
    this.clock = clock;
    this.breaker = new CircuitBreaker(clock);
  }

  /** Whether the backend answered when it was last asked, whatever it said. */
  public boolean answers() {
    return answers;
  }

  /** Wraps a key material of 32 bytes; nothing is kept of it. */
  public Bytes wrap(Secret material, Binding binding) {
    return ask(() -> custody.wrap(material, binding));
  }

  private <T> T ask(Supplier<T> call) {
    if (!breaker.admits()) {
      throw new CustodyException(
          CustodyException.Reason.UNREACHABLE,
          "the backend did not answer lately and is left alone");
    }
    try {
      T answer = call.get();
      heard(true);
      return answer;
    } catch (CustodyException e) {
      heard(e.reason() != CustodyException.Reason.UNREACHABLE);
      throw e;
    }
  }

  private void heard(boolean answered) {
    answers = answered;
    if (answered) {
      breaker.answered();
    } else {
      breaker.failed();
    }
  }

  /** Returns the key material within, with a life of its own; the caller closes it. */
  public Secret open(Bytes wrapped, Binding binding) {
    var name = new Name(wrapped, binding);
    long before;
    synchronized (this) {
      dropExpired();
      Kept known = kept.get(name);
      if (known != null) {
        return known.key().copy();
      }
      before = forgettings;
    }
    Secret key = ask(() -> custody.unwrap(wrapped, binding));
    keep(name, key, before);
    return key;
  }

  /** Not when somebody wanted keys forgotten while the backend was asked. */
  private synchronized void keep(Name name, Secret key, long before) {
    if (timeToLive.isZero() || before != forgettings || kept.containsKey(name)) {
      return;
    }
    kept.put(name, new Kept(key.copy(), clock.instant().plus(timeToLive)));
    if (kept.size() > MAX_KEPT) {
      Iterator<Kept> eldest = kept.values().iterator();
      eldest.next().key().close();
      eldest.remove();
    }
  }

  private void dropExpired() {
    Instant now = clock.instant();
    kept.values().removeIf(each -> closed(each, !now.isBefore(each.until())));
  }

  private static boolean closed(Kept each, boolean condition) {
    if (condition) {
      each.key().close();
    }
    return condition;
  }

  /** Forgets what was kept of a place, which is a KMS key's id. */
  public synchronized void forget(String place) {
    forgettings++;
    kept.entrySet().removeIf(e -> closed(e.getValue(), e.getKey().binding().place().equals(place)));
  }

  @Override
  public void close() {
    synchronized (this) {
      forgettings++;
      kept.values().forEach(each -> each.key().close());
      kept.clear();
    }
    custody.close();
  }
}
