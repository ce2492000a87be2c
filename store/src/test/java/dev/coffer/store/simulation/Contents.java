package dev.coffer.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Contents by number, each like no other, of sizes that are stored in a row or in blobs. */
final class Contents {
  private static final int[] SIZES = {400, 20_000, 1000, 70_000};

  private final long salt;
  private int last;

  Contents(long salt) {
    this.salt = salt;
  }

  /** The number of a content that nobody has had. */
  int next() {
    return ++last;
  }

  byte[] of(int number) {
    byte[] content = new byte[SIZES[number % SIZES.length]];
    new SplittableRandom(salt + number).nextBytes(content);
    return content;
  }

  /** Which content these bytes are, from that place on; there must be one. */
  int number(byte[] bytes, int from) {
    for (int number = 1; number <= last; number++) {
      byte[] content = of(number);
      int to = from + bytes.length;
      if (to <= content.length && Arrays.equals(bytes, Arrays.copyOfRange(content, from, to))) {
        return number;
      }
    }
    assertThat(bytes).as("bytes that nobody wrote").isEmpty();
    throw new AssertionError("an object without bytes, which nobody wrote");
  }
}
