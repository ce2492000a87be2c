package dev.coffer.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.blob.BlobId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A multipart upload as its clients know it. Of the parts of one number the one that began last is
 * kept.
 */
final class Upload {
  /** Parts have the numbers from 1 on. */
  static final int NUMBERS = 3;

  private final int key;
  private final String id;
  private final int version;
  private final Sealing sealing;
  private final Lock lock;
  private final int day;
  private final List<Part> parts = new ArrayList<>();
  private final TreeMap<Integer, Integer> unanswered = new TreeMap<>();
  private @Nullable PartNames lastNames;
  private boolean left;

  Upload(int key, String id, int version, Sealing sealing, Lock lock, int day) {
    this.key = key;
    this.id = id;
    this.version = version;
    this.sealing = sealing;
    this.lock = lock;
    this.day = day;
  }

  /**
   * A part that was answered.
   *
   * @param origin the content that it has
   * @param blob whose name says when it began
   */
  record Part(int number, int origin, String eTag, BlobId blob) {
    /** Whether it is not kept any more once that one is there. */
    boolean givesWayTo(Part other) {
      return number == other.number && other.blob.compareTo(blob) > 0 && !other.eTag.equals(eTag);
    }
  }

  int key() {
    return key;
  }

  String id() {
    return id;
  }

  /** The number that its object will have. */
  int version() {
    return version;
  }

  Sealing sealing() {
    return sealing;
  }

  /** What it asks for, which its object gets. */
  Lock lock() {
    return lock;
  }

  /** On which it was begun. */
  int day() {
    return day;
  }

  List<Part> parts() {
    return List.copyOf(parts);
  }

  /** Whether nobody is to go on with it. */
  boolean left() {
    return left;
  }

  void leave() {
    left = true;
  }

  /** What it was last tried to be completed with; null when it never was. */
  @Nullable PartNames lastNames() {
    return lastNames;
  }

  void tried(PartNames names) {
    lastNames = names;
  }

  void asked(int number) {
    unanswered.merge(number, 1, Integer::sum);
  }

  void answered(Part part) {
    refused(part.number());
    parts.add(part);
  }

  /** Nothing will come of it. */
  void refused(int number) {
    unanswered.merge(number, -1, Integer::sum);
  }

  private boolean awaits(int number) {
    return unanswered.getOrDefault(number, 0) > 0;
  }

  /** Of that number, as far as anybody was told, the one that is kept. */
  Optional<Part> kept(int number) {
    return parts.stream()
        .filter(part -> part.number() == number)
        .max(Comparator.comparing(Part::blob));
  }

  /** One for each number that has any, ascending. */
  List<Part> kept() {
    List<Part> kept = new ArrayList<>();
    for (int number = 1; number <= NUMBERS; number++) {
      kept(number).ifPresent(kept::add);
    }
    return kept;
  }

  /** A part was kept at some time after those others had been answered. */
  static void requireKept(Part part, List<Part> before) {
    assertThat(before.stream().filter(part::givesWayTo))
        .as("parts that began after %s, which was kept", part)
        .isEmpty();
  }

  /** Whether there is, or may be, a part that is kept instead of that one. */
  boolean mayReplace(Part part) {
    return parts.stream().anyMatch(part::givesWayTo) || awaits(part.number());
  }

  /** Whether one of that number was there, so that something must be shown of it. */
  static boolean hasOne(int number, List<Part> before) {
    return before.stream().anyMatch(part -> part.number() == number);
  }

  /** That was shown of a number, at some time after those others had been answered. */
  void requireShown(int number, @Nullable String eTag, List<Part> before) {
    if (eTag == null) {
      return;
    }
    List<Part> shown =
        parts.stream().filter(part -> part.number() == number && part.eTag().equals(eTag)).toList();
    assertThat(shown.isEmpty() && !awaits(number))
        .as("part %d is listed with %s, which nobody wrote", number, eTag)
        .isFalse();
    shown.forEach(part -> requireKept(part, before));
  }
}
