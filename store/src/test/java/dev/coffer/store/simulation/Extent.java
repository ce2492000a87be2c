package dev.coffer.store.simulation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How much of an object is read. */
enum Extent {
  WHOLE(null),
  MIDDLE("bytes=100-599"),
  /** Its last bytes, in which what grew differs from what it grew from. */
  END("bytes=-1000");

  private final @Nullable String range;

  Extent(@Nullable String range) {
    this.range = range;
  }

  /** As a header. */
  @Nullable String range() {
    return range;
  }

  /** Whether these are the bytes of that content. */
  boolean is(byte[] bytes, byte[] content) {
    int first =
        switch (this) {
          case WHOLE -> 0;
          case MIDDLE -> 100;
          case END -> Math.max(0, content.length - 1000);
        };
    int end = this == MIDDLE ? Math.min(600, content.length) : content.length;
    return Arrays.equals(bytes, 0, bytes.length, content, Math.min(first, end), end);
  }
}
