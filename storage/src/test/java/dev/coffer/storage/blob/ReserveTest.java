package dev.coffer.storage.blob;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.storage.Full;
import org.junit.jupiter.api.Test;

class ReserveTest {
  private static final long MIB = 1 << 20;

  @Test
  void bodiesLeave64MiBOrASixteenthOfASmallDisk() {
    allowed(64 * MIB, 1 << 30);
    refused(64 * MIB - 1, 1 << 30);
    refused(64 * MIB - 1, 1L << 40);
    allowed(64 * MIB, 1L << 40);
    allowed(3 * MIB, 48 * MIB);
    refused(3 * MIB - 1, 48 * MIB);
    refused(0, 48 * MIB);
  }

  private static void allowed(long usable, long total) {
    assertThatCode(() -> Reserve.require(usable, total)).doesNotThrowAnyException();
  }

  private static void refused(long usable, long total) {
    assertThatThrownBy(() -> Reserve.require(usable, total)).isInstanceOf(Full.class);
  }
}
