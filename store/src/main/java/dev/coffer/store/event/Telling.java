package dev.coffer.store.event;

import java.time.InstantSource;

/**
 * Whom a store may tell, and who carries the messages; closed with the store.
 *
 * @param mostWaiting how many events may wait for each webhook
 */
public record Telling(Webhooks webhooks, Courier courier, long mostWaiting) {
  /** As many as a disk holds and a webhook catches up with. */
  public static final long USUALLY_WAITING = 1_000_000;

  /** The usual number of events may wait. */
  public Telling(Webhooks webhooks, Courier courier) {
    this(webhooks, courier, USUALLY_WAITING);
  }

  /** Nobody is told of anything. */
  public static Telling nobody(InstantSource clock, String region) {
    return new Telling(Webhooks.NONE, new Courier(clock, region));
  }
}
