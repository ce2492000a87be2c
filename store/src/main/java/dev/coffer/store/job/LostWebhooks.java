package dev.coffer.store.job;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.storage.Corrupt;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketRoom;
import dev.coffer.store.event.Event;
import dev.coffer.store.event.Webhooks;
import dev.coffer.store.object.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after what the operator no longer names: at the first run the log says which buckets tell a
 * topic that is no webhook any more, and events for it are given up as late as all others, so that
 * none is lost to a flag that was forgotten at a start.
 */
final class LostWebhooks implements Job {
  private static final Logger LOG = LoggerFactory.getLogger(LostWebhooks.class);
  private static final Duration PAUSE = Duration.ofHours(1);
  private static final int PAGE = 256;

  private final Webhooks webhooks;
  private final BucketRoom buckets;
  private final Outbox outbox;
  private final InstantSource clock;
  private final Set<String> counted = new HashSet<>();
  private boolean said;

  LostWebhooks(Webhooks webhooks, BucketRoom buckets, Outbox outbox, InstantSource clock) {
    this.webhooks = webhooks;
    this.buckets = buckets;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "lost-webhooks";
  }

  @Override
  public Duration pause() {
    return PAUSE;
  }

  @Override
  public void runWoken() {
    run();
  }

  @Override
  public void run() {
    if (!said) {
      topics()
          .forEach(topic ->
              LOG.error("buckets tell {}, which is no webhook of this start; events wait", topic));
      said = true;
    }
    Iterator<String> names = outbox.webhooks();
    while (names.hasNext()) {
      String name = names.next();
      if (webhooks.named(name) == null) {
        if (!counted.contains(name)) {
          outbox.count(name);
          counted.add(name);
        }
        giveUp(name);
      }
    }
  }

  /** The topics that buckets tell and that are no webhooks. */
  List<String> topics() {
    var lost = new ArrayList<String>();
    String after = null;
    for (List<Bucket> page = buckets.readable(after, PAGE);
        !page.isEmpty();
        page = buckets.readable(after, PAGE)) {
      page.forEach(bucket -> lost.addAll(lost(bucket)));
      after = page.getLast().name();
    }
    return lost.stream().distinct().toList();
  }

  /** What is damaged stays, with an alarm each time, and does not stop the rest. */
  private List<String> lost(Bucket bucket) {
    try {
      return buckets.notifications().lost(bucket);
    } catch (Corrupt | NotAuthentic e) {
      LOG.error("ALARM the notifications of bucket {} cannot be read", bucket.name(), e);
      return List.of();
    }
  }

  private void giveUp(String webhook) {
    Instant now = clock.instant();
    Iterator<Outbox.Waiting> all = outbox.waiting(webhook, null);
    while (all.hasNext()) {
      Outbox.Waiting at = all.next();
      try {
        Optional<Event> event = outbox.find(at, now.minus(PAUSE));
        if (event.isPresent() && event.get().at().isBefore(now.minus(Delivery.GIVEN_UP_AFTER))) {
          outbox.drop(at, "there was no such webhook for four days");
        }
      } catch (Corrupt | NotAuthentic e) {
        LOG.error("ALARM an event that waits is damaged, its id {}", at.id(), e);
      }
    }
  }
}
