package dev.coffer.iam.api;

import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.Entity;
import dev.coffer.iam.entity.Rows;
import dev.coffer.wire.iam.IamError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, as Marker and MaxItems ask for.
 *
 * @param marker where the next part begins; null exactly when nothing follows
 */
record Slice<T>(List<T> items, @Nullable String marker) {
  private static final int USUAL = 100;
  private static final int STEP = 100;

  Slice {
    items = List.copyOf(items);
  }

  /** What the client asks for. */
  record Wanted(@Nullable String marker, @Nullable Integer maxItems) {
    int most() {
      return maxItems == null ? USUAL : maxItems;
    }

    /** The sort key behind which to go on; empty for the beginning. */
    String after() {
      if (marker == null) {
        return "";
      }
      try {
        byte[] utf8 = Base64.getUrlDecoder().decode(marker);
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      } catch (IllegalArgumentException | CharacterCodingException e) {
        throw IamError.ValidationError.because("Invalid Marker.");
      }
    }
  }

  boolean truncated() {
    return marker != null;
  }

  <S> List<S> map(Function<T, S> shown) {
    return items.stream().map(shown).toList();
  }

  /** A part of a list that is at hand. */
  static <T> Slice<T> of(List<T> all, Function<T, String> sortKey, Wanted wanted) {
    String after = wanted.after();
    List<T> rest =
        all.stream()
            .sorted(Comparator.comparing(sortKey))
            .filter(item -> sortKey.apply(item).compareTo(after) > 0)
            .limit(wanted.most() + 1L)
            .toList();
    return cut(rest, sortKey, wanted);
  }

  /** A part of an account's entities, read as far as needed, by name without case. */
  static <E extends Entity> Slice<E> of(
      Rows rows, Entities<E> all, Predicate<E> shown, Wanted wanted) {
    var found = new ArrayList<E>();
    String after = wanted.after();
    while (found.size() <= wanted.most()) {
      List<E> next = all.following(rows, after, STEP);
      if (next.isEmpty()) {
        break;
      }
      next.stream().filter(shown).forEach(found::add);
      after = claim(next.getLast());
    }
    return cut(found, Slice::claim, wanted);
  }

  private static <T> Slice<T> cut(List<T> found, Function<T, String> sortKey, Wanted wanted) {
    if (found.size() <= wanted.most()) {
      return new Slice<>(found, null);
    }
    List<T> items = found.subList(0, wanted.most());
    byte[] last = sortKey.apply(items.getLast()).getBytes(StandardCharsets.UTF_8);
    return new Slice<>(items, Base64.getUrlEncoder().withoutPadding().encodeToString(last));
  }

  private static String claim(Entity entity) {
    return entity.name().toLowerCase(Locale.ROOT);
  }
}
