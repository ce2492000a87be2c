package dev.coffer.store.simulation;

import dev.coffer.storage.StorageFailure;
import dev.coffer.store.TestStore;
import dev.coffer.store.lock.LockMode;
import dev.coffer.store.lock.Period;
import dev.coffer.store.simulation.Asker.Meaning;
import dev.coffer.wire.s3.Retention;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Sets and reads what keeps versions: retention periods and legal holds. */
final class Locking {
  /** After so long no period binds any more. */
  static final Duration LONGEST = Duration.ofDays(Defaults.MOST_DAYS);

  /** Some end with this life of the process, some with the next, some with none. */
  private static final List<Duration> PERIODS =
      List.of(Duration.ofMinutes(30), Duration.ofMinutes(90), Duration.ofHours(5));

  private final int number;
  private final Plan plan;
  private final Asker asker;
  private final SplittableRandom random;

  Locking(int number, Plan plan, Asker asker, SplittableRandom random) {
    this.number = number;
    this.plan = plan;
    this.asker = asker;
    this.random = random;
  }

  /** A lock for a new version, where there are any. */
  Lock any() {
    return plan.kind() == Kind.LOCKED
        ? new Lock(random.nextInt(6) == 0, random.nextInt(3) == 0 ? Term.of(period()) : null)
        : Lock.NONE;
  }

  private Period period() {
    Duration length = PERIODS.get(random.nextInt(PERIODS.size()));
    Instant until = plan.now().plus(length).truncatedTo(ChronoUnit.MILLIS);
    return new Period(random.nextInt(3) == 0 ? LockMode.COMPLIANCE : LockMode.GOVERNANCE, until);
  }

  /** Sets a period or takes it away, as far as that may be. */
  void retain(String id) {
    Plan.Named named = plan.named(id);
    Period period = random.nextInt(4) == 0 ? null : period();
    boolean bypass = random.nextInt(3) == 0;
    Instant begun = plan.now();
    Map<S3Error, List<Effect>> refused = missing(named);
    refused.put(
        S3Error.AccessDenied,
        List.of(new Effect.SeenRetained(named.key(), named.version(), period, bypass, begun)));
    var op = plan.requests().retain(named.key(), id, period, bypass);
    asker.ask(
        Meaning.always(
            () -> new Effect.Retained(named.key(), named.version(), period, bypass, plan.now()),
            refused),
        () -> {
          plan.store().objectLocks().putRetention(TestStore.CALLER, op);
          return null;
        });
  }

  /** Holds a version, or lets it go. */
  void hold(String id) {
    Plan.Named named = plan.named(id);
    boolean held = random.nextBoolean();
    var op = plan.requests().hold(named.key(), id, held);
    asker.ask(
        Meaning.always(new Effect.Held(named.key(), named.version(), held), missing(named)),
        () -> {
          plan.store().objectLocks().putHold(TestStore.CALLER, op);
          return null;
        });
  }

  /** A marker has no lock, and what is not there has none. */
  private static Map<S3Error, List<Effect>> missing(Plan.Named named) {
    boolean marker = named.version().isMarker();
    Map<S3Error, List<Effect>> refused = new HashMap<>();
    refused.put(S3Error.NoSuchVersion, List.of(seen(named, false)));
    if (marker) {
      refused.put(S3Error.MethodNotAllowed, List.of(seen(named, true)));
    }
    return refused;
  }

  private static Effect seen(Plan.Named named, boolean there) {
    return new Effect.SeenVersion(named.key(), named.version(), there);
  }

  /** Reads how long a version is kept. */
  void read(String id) {
    Plan.Named named = plan.named(id);
    long begun = plan.history().tick();
    String told;
    try {
      Period period = period(named.key(), id);
      plan.history().sure(new Effect.SeenPeriod(named.key(), named.version(), period), begun);
      told = String.valueOf(period);
    } catch (S3Exception e) {
      Map<S3Error, List<Effect>> refused = missing(named);
      refused.put(
          S3Error.NoSuchObjectLockConfiguration,
          List.of(new Effect.SeenPeriod(named.key(), named.version(), null)));
      List<Effect> known = refused.get(e.error());
      if (known == null) {
        throw new AssertionError("a refusal that nothing explains, of " + named, e);
      }
      known.forEach(effect -> plan.history().sure(effect, begun));
      told = e.error().name();
    } catch (StorageFailure | Ended e) {
      plan.requireNoDamage(e);
      told = "unknown, " + e.getMessage();
    }
    plan.history().note(number, "retention of " + named + " since " + begun, told);
  }

  private @Nullable Period period(int key, String id) {
    var op = plan.requests().retention(key, id);
    Retention shown = plan.store().objectLocks().retention(TestStore.CALLER, op).retention().read();
    return shown.mode() == null || shown.retainUntilDate() == null
        ? null
        : new Period(LockMode.valueOf(shown.mode()), Instant.parse(shown.retainUntilDate()));
  }
}
