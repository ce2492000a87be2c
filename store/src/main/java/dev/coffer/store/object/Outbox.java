package dev.coffer.store.object;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.Notifications;
import dev.coffer.store.bucket.WaitingEvents;
import dev.coffer.store.event.Event;
import dev.coffer.store.event.EventKind;
import dev.coffer.store.event.NotificationRule;
import dev.coffer.store.event.Telling;
import dev.coffer.store.event.Webhooks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that wait to be told, each put by the commit by which it happened.
 *
 * <p>An event is a row of the object key's group; a hint under its webhook, written before, says
 * where. Whoever has told it removes the row and then the hint, so it is told at least once. As
 * many events wait for a webhook as is said; those beyond are lost, with an error in the log and a
 * count that lasts. Source: docs/decisions/0045; docs/formats/metadata-v1.md §7.
 */
public final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final int RANDOM_BYTES = 8;

  /** What Amazon says of a delete marker: the MD5 of nothing. */
  private static final String MARKERS_E_TAG = "d41d8cd98f00b204e9800998ecf8427e";

  private static final String LOST = "lost-";
  private static final int DIGEST_BYTES = 12;

  private final KvStore kv;
  private final Notifications notifications;
  private final WaitingEvents sealing;
  private final Telling telling;
  private final InstantSource clock;
  private final Entropy entropy;
  private final Consumer<String> told;
  private final Instant opened;
  private final Announced announced;
  private final AtomicLong lastSequencer = new AtomicLong();
  private final AtomicLong lostNow = new AtomicLong();
  private final Map<String, AtomicLong> waiting = new ConcurrentHashMap<>();

  Outbox(
      KvStore kv,
      Notifications notifications,
      WaitingEvents sealing,
      Telling telling,
      InstantSource clock,
      Entropy entropy,
      LongSupplier ticks,
      Consumer<String> told) {
    this.kv = kv;
    this.notifications = notifications;
    this.sealing = sealing;
    this.telling = telling;
    this.clock = clock;
    this.entropy = entropy;
    this.told = told;
    // Hints carry whole milliseconds.
    this.opened = Instant.ofEpochMilli(clock.millis());
    this.announced = new Announced(ticks);
  }

  /**
   * Adds the event to the commit by which it happens, if the bucket's rules have somebody told. To
   * be called last before the commit.
   *
   * @param row the version that is added, changed or removed
   */
  void tell(ObjectGroup at, VersionRow row, @Nullable Occasion occasion, Commit.Builder commit) {
    if (occasion == null) {
      return;
    }
    notifications
        .find(at.bucket())
        .flatMap(rules -> rules.fitting(occasion.kind(), at.key()))
        .ifPresent(rule -> add(at, row, occasion, rule, commit));
  }

  private void add(
      ObjectGroup at,
      VersionRow row,
      Occasion occasion,
      NotificationRule rule,
      Commit.Builder commit) {
    String webhook = Webhooks.name(rule.topic());
    if (waiting(webhook).get() >= telling.mostWaiting()) {
      Commit.Builder count = Commit.in(Removals.HINTS, EventHint.group(webhook));
      lose(webhook, "too many wait for it already", count);
      return;
    }
    Event event = event(at, row, occasion, rule);
    Bytes id = id(event.object().sequencer());
    var place = new WaitingEvents.At(at.bucket().id(), at.key(), id);
    var value = new EventRow(webhook, sealing.seal(place, event));
    var hint = new EventHint(at.bucket().id(), at.key(), clock.instant(), null);
    announce(id, Commit.in(Removals.HINTS, EventHint.group(webhook)).put(id, hint.encode()));
    waiting(webhook).incrementAndGet();
    commit.put(Suffixes.event(id), value.encode());
  }

  private void announce(Bytes id, Commit.Builder hint) {
    announced.begin(id);
    boolean stored = false;
    try {
      Hints.store(kv, hint.build());
      stored = true;
    } finally {
      if (!stored) {
        announced.end(id); // nothing is committed then
      }
    }
  }

  private Event event(ObjectGroup at, VersionRow row, Occasion occasion, NotificationRule rule) {
    return new Event(
        occasion.kind(),
        Instant.ofEpochMilli(clock.millis()),
        occasion.cause(),
        telling.webhooks().hostId(),
        rule.id(),
        at.bucket().name(),
        at.bucket().owner().id(),
        object(at, row, occasion.kind()));
  }

  /** Of what is gone for good no more is said than which it was. */
  private Event.Of object(ObjectGroup at, VersionRow row, EventKind kind) {
    ObjectFacts object = row.facts().object();
    boolean gone = kind == EventKind.DELETE || kind == EventKind.EXPIRE;
    String eTag = object == null ? MARKERS_E_TAG : object.eTag().bare();
    return new Event.Of(
        at.key(),
        sequencer(row),
        Views.versionId(at.bucket(), row),
        gone ? null : eTag,
        gone || object == null ? null : object.sizeBytes());
  }

  /** Greater than what any earlier event of the key had, and than the version's own time. */
  private long sequencer(VersionRow row) {
    long least = Math.max(VersionOrder.micros(clock.instant()), VersionOrder.sequence(row.order()));
    return lastSequencer.updateAndGet(last -> Math.max(last + 1, least));
  }

  private Bytes id(long sequencer) {
    Bytes time = new FieldWriter().u64(sequencer).toBytes();
    return time.concat(Bytes.copyOf(entropy.bytes(RANDOM_BYTES)));
  }

  /**
   * What became of a commit that may tell of something: the webhook's job is told when there is
   * something to do. An unknown outcome decides nothing.
   */
  void settled(Commit commit, Outcome outcome) {
    commit
        .puts()
        .forEach((suffix, value) -> {
          if (suffix.startsWith(Suffixes.EVENTS)) {
            settled(suffix.slice(Suffixes.EVENTS.size(), suffix.size()), value, outcome);
          }
        });
  }

  private void settled(Bytes id, Bytes row, Outcome outcome) {
    switch (outcome) {
      case Outcome.Done _ -> {
        announced.end(id);
        told.accept(EventRow.decode(row).webhook());
      }
      case Outcome.Conflict _, Outcome.NoIndex _ -> announced.end(id);
      case Outcome.Unknown _ -> {} // it may have taken place, or do so yet
    }
  }

  /** Lets an event wait in its hint, since the bucket whose row it is in is being removed. */
  void keep(Bytes bucketId, Entry row) {
    EventRow event = EventRow.decode(row.value());
    Bytes id = row.key().suffix().slice(1, row.key().suffix().size());
    String objectKey = row.key().group().toUtf8();
    var hint = new EventHint(bucketId, objectKey, clock.instant(), event.sealed());
    Bytes group = EventHint.group(event.webhook());
    Hints.store(kv, Commit.in(Removals.HINTS, group).put(id, hint.encode()).build());
  }

  /** Where an event may wait. */
  public record Waiting(Entry hint) {
    /** Where to go on behind it. */
    public Key after() {
      return hint.key().after();
    }

    /** The event's id, the same for ever, as text. */
    public String id() {
      return hint.key().suffix().toHex();
    }
  }

  /**
   * Where events may wait for a webhook, as they happened; a moving picture.
   *
   * @param from where to begin; null for the oldest
   */
  public Iterator<Waiting> waiting(String webhook, @Nullable Key from) {
    Key start = from == null ? Key.startOf(EventHint.group(webhook)) : from;
    return waiting(KvScan.group(kv, Removals.HINTS, start));
  }

  /** The same as it is now; empty when nothing waits there any more. */
  public Optional<Waiting> again(Waiting at) {
    Key key = at.hint().key();
    return kv.get(Removals.HINTS, key).map(hint -> new Waiting(new Entry(key, hint)));
  }

  private static Iterator<Waiting> waiting(Iterator<Entry> entries) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public Waiting next() {
        return new Waiting(entries.next());
      }
    };
  }

  /** Counts what waited for a webhook before this process, so that its bound is kept. */
  public void count(String webhook) {
    Bytes group = EventHint.group(webhook);
    Iterator<Entry> hints =
        KvScan.entries(kv, Removals.HINTS, Key.startOf(group), KvStore.MAX_PAGE);
    long count = 0;
    while (hints.hasNext()) {
      Entry hint = hints.next();
      if (!hint.key().group().equals(group)) {
        break;
      }
      count += before(hint) ? 1 : 0;
    }
    waiting(webhook).addAndGet(count);
  }

  /**
   * One that is damaged stays where it is, so it counts; whoever is to tell it raises the alarm.
   */
  private boolean before(Entry hint) {
    try {
      return EventHint.decode(hint.value()).written().isBefore(opened);
    } catch (Corrupt e) {
      return true;
    }
  }

  /** The names of webhooks for which something waits. */
  public Iterator<String> webhooks() {
    return new WaitedFor(kv);
  }

  /**
   * The event that waits there; empty when it does not, or not yet. What was announced before and
   * has not happened is forgotten, but not while this process may yet commit it: the times of hints
   * are a clock's that may be set back.
   *
   * @param staleBefore no commit that was announced before this is still on its way
   * @throws dev.coffer.crypto.seal.NotAuthentic when it is not what was stored there
   */
  public Optional<Event> find(Waiting at, Instant staleBefore) {
    EventHint hint = EventHint.decode(at.hint().value());
    Bytes id = at.hint().key().suffix();
    boolean onItsWay = announced.onItsWay(id);
    Optional<Bytes> sealed =
        kv.get(
                Bucket.indexOf(hint.bucketId()),
                new Key(Bytes.utf8(hint.objectKey()), Suffixes.event(id)))
            .map(row -> EventRow.decode(row).sealed())
            .or(() -> Optional.ofNullable(hint.sealed()));
    Instant stale = staleBefore.isAfter(opened) ? staleBefore : opened;
    if (sealed.isEmpty() && !onItsWay && hint.written().isBefore(stale)) {
      Commit.Builder commit = Commit.in(Removals.HINTS, at.hint().key().group());
      forget(at, commit.expectEqual(id, at.hint().value()));
    }
    return sealed.map(event -> sealing.open(hint.at(at.hint()), event));
  }

  /** It was told: its row goes, then its hint. */
  public void done(Waiting at) {
    removeRow(at);
    forget(at, Commit.in(Removals.HINTS, at.hint().key().group()));
  }

  /** It will not be told any more, which is counted. */
  public void drop(Waiting at, String why) {
    removeRow(at);
    Bytes id = at.hint().key().suffix();
    announced.end(id);
    String webhook = EventHint.webhook(at.hint().key().group());
    lose(webhook, why, Commit.in(Removals.HINTS, at.hint().key().group()).delete(id));
    waiting(webhook).decrementAndGet();
  }

  private void removeRow(Waiting at) {
    EventHint hint = EventHint.decode(at.hint().value());
    Bytes suffix = Suffixes.event(at.hint().key().suffix());
    Commit commit =
        Commit.in(Bucket.indexOf(hint.bucketId()), Bytes.utf8(hint.objectKey()))
            .delete(suffix)
            .build();
    if (Settle.repeatable(kv, commit) instanceof Outcome.Unknown unknown) {
      throw new Unavailable("an event could not be removed", unknown.cause());
    }
  }

  private void forget(Waiting at, Commit.Builder commit) {
    Commit forget = commit.delete(at.hint().key().suffix()).build();
    announced.end(at.hint().key().suffix());
    switch (Settle.repeatable(kv, forget)) {
      case Outcome.Done _ -> waiting(EventHint.webhook(forget.group())).decrementAndGet();
      case Outcome.Conflict _, Outcome.NoIndex _ -> {} // somebody wrote it anew
      case Outcome.Unknown unknown ->
          throw new Unavailable("a hint could not be forgotten", unknown.cause());
    }
  }

  /** The log is told whenever their number has doubled, so that it does not drown in them. */
  private void lose(String webhook, String why, Commit.Builder commit) {
    Hints.store(kv, commit.add(lostCounter(webhook), 1).build());
    if (Long.bitCount(lostNow.incrementAndGet()) == 1) {
      LOG.error("events for the webhook {} are lost: {}; {} so far", webhook, why, lost(webhook));
    }
  }

  /** How many events for a webhook were lost, ever. */
  public long lost(String webhook) {
    return kv.counter(Removals.HINTS, lostCounter(webhook));
  }

  /** Not every name of a webhook can be a counter's. */
  private static String lostCounter(String webhook) {
    byte[] digest = Aad.of("coffer/webhook").add(webhook).sha256();
    return LOST + Bytes.copyOf(digest, 0, DIGEST_BYTES).toHex();
  }

  private AtomicLong waiting(String webhook) {
    return waiting.computeIfAbsent(webhook, _ -> new AtomicLong());
  }
}
