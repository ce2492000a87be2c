package dev.coffer.client;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Time that passes, as opposed to the time of day; tests bring their own. */
interface Pace {
  /** The machine's own. */
  Pace SYSTEM =
      new Pace() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public boolean pause(Duration duration, CountDownLatch over) throws InterruptedException {
          return over.await(duration.toNanos(), TimeUnit.NANOSECONDS);
        }
      };

  /** Grows by a thousand million a second; only differences mean something. */
  long nanos();

  /** Waits for the duration, or until the call is over; says whether it is over. */
  boolean pause(Duration duration, CountDownLatch over) throws InterruptedException;
}
