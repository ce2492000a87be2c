package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnnouncedTest {
  private static final Bytes ID = Bytes.utf8("id");

  /** As the clock of a machine, which may begin anywhere. */
  private final AtomicLong ticks = new AtomicLong(Long.MAX_VALUE - 5);

  private final Announced announced = new Announced(ticks::get);

  @Test
  void whatIsAnnouncedIsOnItsWayUntilItEnds() {
    assertThat(announced.onItsWay(ID)).isFalse();
    announced.begin(ID);
    assertThat(announced.onItsWay(ID)).isTrue();
    announced.end(ID);
    assertThat(announced.onItsWay(ID)).isFalse();
  }

  @Test
  void anOutcomeThatStaysUnknownIsWaitedForAnHour() {
    announced.begin(ID);
    ticks.addAndGet(Announced.LONGEST.toNanos());
    assertThat(announced.onItsWay(ID)).isTrue();
    ticks.addAndGet(1);
    assertThat(announced.onItsWay(ID)).isFalse();
  }
}
