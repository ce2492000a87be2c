package dev.coffer.store.job;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.kv.Key;
import dev.coffer.store.event.Courier;
import dev.coffer.store.event.Event;
import dev.coffer.store.event.Webhook;
import dev.coffer.store.object.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one webhook what waits for it, {@value #AT_A_TIME} events at a time.
 *
 * <p>Where nobody is there for a whole batch it stops, waits from one second up to a minute, and
 * goes on behind that batch. An event that is refused is put off by itself, from one second up to
 * an hour, see {@link Deferrals}: what is never taken holds up nothing else. After four days an
 * event is given up when an attempt fails, and never without one: who was off for a week still
 * tells what waits.
 */
final class Delivery implements Job {
  static final Duration GIVEN_UP_AFTER = Duration.ofDays(4);

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final int AT_A_TIME = 8;
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** No commit is on its way for longer. */
  private static final Duration STALE = Duration.ofHours(1);

  private final Webhook webhook;
  private final Courier courier;
  private final Outbox outbox;
  private final InstantSource clock;
  private boolean counted;
  private int failures;
  private Instant notBefore = Instant.MIN;
  private @Nullable Key next;

  /** Who refuses so many that no more have a place there takes none for now. */
  private final Deferrals deferrals;

  Delivery(Webhook webhook, Courier courier, Outbox outbox, InstantSource clock) {
    this.webhook = webhook;
    this.courier = courier;
    this.outbox = outbox;
    this.clock = clock;
    this.deferrals = new Deferrals(clock);
  }

  @Override
  public String name() {
    return "webhook-" + webhook.name();
  }

  @Override
  public Duration pause() {
    return failures == 0 ? deferrals.pause(IDLE) : Deferrals.backoff(failures, LONGEST_PAUSE);
  }

  /** A webhook that does not answer is left alone for a while, whatever happens. */
  @Override
  public void runWoken() {
    if (failures == 0 || !clock.instant().isBefore(notBefore)) {
      run();
    }
  }

  @Override
  public void run() {
    if (!counted) {
      outbox.count(webhook.name());
      counted = true;
    }
    boolean fromTheOldest = next == null;
    boolean ended = pass();
    if (ended && !fromTheOldest) {
      ended = pass();
    }
    if (ended) {
      takeUp();
    }
  }

  /** An event on its way. */
  private record Sent(Outbox.Waiting at, Event event, Courier.Sent message) {}

  /** Goes through what waits; whether it came to the end. */
  private boolean pass() {
    Key begin = deferrals.begin(next);
    boolean ended =
        tell(announcedBefore(begin).iterator()) && tell(outbox.waiting(webhook.name(), begin));
    next = ended ? null : next;
    return ended;
  }

  private List<Outbox.Waiting> announcedBefore(@Nullable Key begin) {
    var now = new ArrayList<Outbox.Waiting>();
    for (Outbox.Waiting at : deferrals.announcedBefore(begin)) {
      outbox.again(at).ifPresentOrElse(now::add, () -> deferrals.forget(at));
    }
    return now;
  }

  /** Tells all of them; false when nobody is there, and it is to go on behind those. */
  private boolean tell(Iterator<Outbox.Waiting> all) {
    while (all.hasNext()) {
      List<Sent> batch = send(all);
      if (!batch.isEmpty() && !there(batch, !deferrals.full())) {
        next = batch.getLast().at().after();
        return false;
      }
    }
    return true;
  }

  /**
   * Goes through some of what rests, last, so that nothing new waits for more than that. They were
   * refused before, so being refused again is no sign that nobody is there.
   */
  private void takeUp() {
    List<Outbox.Waiting> some = deferrals.takeUp(from -> outbox.waiting(webhook.name(), from));
    Iterator<Outbox.Waiting> all = some.iterator();
    while (all.hasNext()) {
      List<Sent> batch = send(all);
      if (!batch.isEmpty() && !there(batch, true)) {
        deferrals.restsOn();
        deferrals.tried(batch.getLast().at().after());
        return;
      }
    }
    if (!some.isEmpty()) {
      deferrals.tried(some.getLast().after());
    }
  }

  private List<Sent> send(Iterator<Outbox.Waiting> all) {
    var batch = new ArrayList<Sent>();
    while (all.hasNext() && batch.size() < AT_A_TIME) {
      Outbox.Waiting at = all.next();
      find(at).ifPresent(event -> batch.add(sent(at, event)));
    }
    return batch;
  }

  private Sent sent(Outbox.Waiting at, Event event) {
    return new Sent(at, event, courier.send(webhook, at.id(), event));
  }

  /**
   * What is damaged stays, with an alarm each time, and does not stop the rest. It is not due
   * sooner for having been put off.
   */
  private Optional<Event> find(Outbox.Waiting at) {
    if (deferrals.putOff(at.id())) {
      return Optional.empty();
    }
    try {
      Optional<Event> event = outbox.find(at, clock.instant().minus(STALE));
      if (event.isEmpty()) {
        deferrals.notYet(at);
      }
      return event;
    } catch (Corrupt | NotAuthentic e) {
      deferrals.forget(at);
      LOG.error("ALARM an event that waits is damaged, its id {}", at.id(), e);
      return Optional.empty();
    }
  }

  /**
   * Settles a batch; whether anybody was there.
   *
   * @param mayRefuse whether who refuses all of it is there
   */
  private boolean there(List<Sent> batch, boolean mayRefuse) {
    List<Courier.Fate> fates = batch.stream().map(sent -> sent.message().fate()).toList();
    boolean taken = fates.stream().anyMatch(Courier.Fate::taken);
    boolean answered = fates.stream().anyMatch(Courier.Fate::there);
    boolean there = taken || (answered && mayRefuse);
    for (int i = 0; i < fates.size(); i++) {
      Outbox.Waiting at = batch.get(i).at();
      if (fates.get(i).taken()) {
        outbox.done(at);
        deferrals.forget(at);
      } else if (old(batch.get(i).event())) {
        outbox.drop(at, "it was not taken for four days");
        deferrals.forget(at);
      } else if (there) {
        defer(at, fates.get(i));
      }
    }
    note(there, fates);
    return there;
  }

  private boolean old(Event event) {
    return event.at().isBefore(clock.instant().minus(GIVEN_UP_AFTER));
  }

  private void defer(Outbox.Waiting at, Courier.Fate fate) {
    if (Integer.bitCount(deferrals.refused(at)) == 1) {
      LOG.warn("the webhook {} refuses the event {}: {}", webhook.name(), at.id(), fate.text());
    }
  }

  private void note(boolean there, List<Courier.Fate> fates) {
    failures = there ? 0 : failures + 1;
    if (failures > 0) {
      notBefore = clock.instant().plus(Deferrals.backoff(failures, LONGEST_PAUSE));
      if (Integer.bitCount(failures) == 1) {
        LOG.warn("the webhook {} takes nothing: {}", webhook.name(), fates.getFirst().text());
      }
    }
  }
}
