package dev.coffer.kms.operation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.wire.kms.KmsError;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of lists: a marker is where the page before ended, in base64. */
final class Markers {
  private Markers() {}

  /**
   * One page.
   *
   * @param marker of the next page; null after the last
   */
  record Page<T>(List<T> items, @Nullable String marker) {
    boolean truncated() {
      return marker != null;
    }
  }

  /**
   * A page of what was found, where one more than the limit was asked for.
   *
   * @param end what to remember of the last item
   */
  static <T> Page<T> page(List<T> found, int limit, Function<T, String> end) {
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    List<T> items = List.copyOf(found.subList(0, limit));
    return new Page<>(items, encode(end.apply(items.getLast())));
  }

  private static String encode(String end) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(end.getBytes(UTF_8));
  }

  /** Where the page before ended; null for the first page. */
  static @Nullable String decode(@Nullable String marker) {
    if (marker == null) {
      return null;
    }
    try {
      String end = new String(Base64.getUrlDecoder().decode(marker), UTF_8);
      if (encode(end).equals(marker)) {
        return end;
      }
    } catch (IllegalArgumentException notBase64) {
      throw KmsError.InvalidMarkerException.refusal();
    }
    throw KmsError.InvalidMarkerException.refusal();
  }

  /** As {@link #decode}, for lists whose marker is a number. */
  static int decodeNumber(@Nullable String marker) {
    String end = decode(marker);
    if (end == null) {
      return 0;
    }
    if (!end.matches("[0-9]{1,9}")) {
      throw KmsError.InvalidMarkerException.refusal();
    }
    return Integer.parseInt(end);
  }

  /** The number of items of a page. */
  static int limit(@Nullable Integer asked, int whenAbsent, int most) {
    return asked == null ? whenAbsent : Math.min(asked, most);
  }
}
