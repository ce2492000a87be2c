package dev.coffer.store.lifecycle;

import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One rule as it is kept and done.
 *
 * <p>What is due after days is due at the first midnight (UTC) that is not before them. Source:
 * Amazon S3 User Guide, "Lifecycle configuration elements"; docs/decisions/0044.
 *
 * @param form how the client said which objects, to show it in the same way
 * @param expiration null when current versions do not expire
 * @param earlier null when earlier versions do not expire
 * @param uploadDays null when uploads are not aborted
 */
record Rule(
    String id,
    boolean enabled,
    Form form,
    Selector selector,
    @Nullable Expiration expiration,
    @Nullable Earlier earlier,
    @Nullable Integer uploadDays) {
  /** How a client said which objects. */
  enum Form {
    /** Element Prefix of the rule. */
    PREFIX(0),
    /** A filter with one condition, or none. */
    FILTER(1),
    /** A filter with several; the prefix among them may be empty. */
    AND(2),
    /** A filter with an empty prefix, which says as much as none. */
    EMPTY_PREFIX(3),
    /** Several conditions, of which one is an empty prefix. */
    AND_EMPTY_PREFIX(4);

    private final int code;

    Form(int code) {
      this.code = code;
    }

    static Form of(int code) {
      for (Form form : values()) {
        if (form.code == code) {
          return form;
        }
      }
      throw new Corrupt("a rule of an unknown form");
    }
  }

  /** When current versions expire: one of the three. */
  sealed interface Expiration {
    /** So many days after they were made. */
    record Days(int days) implements Expiration {}

    /** At that midnight, and from then on. */
    record At(Instant date) implements Expiration {}

    /** Delete markers that hide nothing are removed, or it is said that they are not. */
    record LonelyMarkers(boolean removed) implements Expiration {}
  }

  /**
   * When earlier versions expire.
   *
   * @param days since they ceased to be the current one
   * @param kept how many stay whatever their age; null for none
   */
  record Earlier(int days, @Nullable Integer kept) {
    Instant due(Instant since) {
      return midnight(since, days);
    }

    boolean enough(long newer) {
      return kept == null || newer >= kept;
    }
  }

  private static Instant midnight(Instant start, int days) {
    Instant end = start.plus(Duration.ofDays(days));
    Instant midnight = end.truncatedTo(ChronoUnit.DAYS);
    return midnight.equals(end) ? end : midnight.plus(Duration.ofDays(1));
  }

  /** When the rule's current versions that were made then expire; null for never. */
  private @Nullable Instant end(Instant made) {
    return switch (expiration) {
      case Expiration.Days days -> midnight(made, days.days());
      case Expiration.At at -> at.date();
      case Expiration.LonelyMarkers _ -> null;
      case null -> null;
    };
  }

  private static boolean past(@Nullable Instant due, Instant now) {
    return due != null && !now.isBefore(due);
  }

  /** When a current version expires; null for never. */
  @Nullable Instant expiry(Seen object) {
    Instant end = enabled ? end(object.made()) : null;
    return end != null && selector.fits(object) ? end : null;
  }

  boolean expires(Seen object, Instant now) {
    return enabled && past(end(object.made()), now) && selector.fits(object);
  }

  /** Whether a delete marker that hides nothing, and was made then, is removed. */
  boolean expiresMarker(String key, Instant made, Instant now) {
    if (!enabled || !selector.byKeyAlone() || !key.startsWith(selector.prefix())) {
      return false;
    }
    return past(end(made), now)
        || (expiration instanceof Expiration.LonelyMarkers markers && markers.removed());
  }

  /** Whether an earlier version is removed; a delete marker is empty and has no tags. */
  boolean removes(Seen object, Rank rank, Instant now) {
    return enabled
        && earlier != null
        && earlier.enough(rank.newer())
        && past(earlier.due(rank.since()), now)
        && selector.fits(object);
  }

  /** When an upload that was begun then is aborted; null for never. */
  @Nullable Instant abortion(String key, Instant begun) {
    return enabled && uploadDays != null && key.startsWith(selector.prefix())
        ? midnight(begun, uploadDays)
        : null;
  }

  boolean aborts(String key, Instant begun, Instant now) {
    return past(abortion(key, begun), now);
  }

  void write(FieldWriter out) {
    out.string(id).flag(enabled).u8(form.code);
    selector.write(out);
    out.nullable(expiration, Rule::write)
        .nullable(earlier, Rule::write)
        .nullable(uploadDays, Rule::number);
  }

  private static void write(FieldWriter out, Expiration expiration) {
    switch (expiration) {
      case Expiration.Days days -> out.u8(1).u64(days.days());
      case Expiration.At at -> out.u8(2).u64(at.date().toEpochMilli());
      case Expiration.LonelyMarkers markers -> out.u8(3).u64(markers.removed() ? 1 : 0);
    }
  }

  private static void write(FieldWriter out, Earlier earlier) {
    out.u32(earlier.days()).nullable(earlier.kept(), Rule::number);
  }

  private static void number(FieldWriter out, Integer number) {
    out.u32(number);
  }

  static Rule read(FieldReader in) {
    return new Rule(
        in.string(),
        in.flag(),
        Form.of(in.u8()),
        Selector.read(in),
        in.nullable(Rule::expiration),
        in.nullable(from -> new Earlier(number(from), from.nullable(Rule::number))),
        in.nullable(Rule::number));
  }

  /** Of days or versions: 1 to 2³¹ − 1. */
  private static Integer number(FieldReader in) {
    return positive(in.u32());
  }

  private static int positive(long value) {
    if (value < 1 || value > Integer.MAX_VALUE) {
      throw new Corrupt("a rule's number is out of range");
    }
    return (int) value;
  }

  private static Expiration expiration(FieldReader in) {
    int kind = in.u8();
    long value = in.u64();
    return switch (kind) {
      case 1 -> new Expiration.Days(positive(value));
      case 2 -> new Expiration.At(Instant.ofEpochMilli(value));
      case 3 -> new Expiration.LonelyMarkers(value != 0);
      default -> throw new Corrupt("an expiration of an unknown kind");
    };
  }
}
