package dev.coffer.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only by pauses, and at once. */
final class FakePace implements Pace {
  final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final AtomicLong nanos = new AtomicLong();

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public boolean pause(Duration duration, CountDownLatch over) {
    pauses.add(duration);
    nanos.addAndGet(duration.toNanos());
    return over.getCount() == 0;
  }
}
