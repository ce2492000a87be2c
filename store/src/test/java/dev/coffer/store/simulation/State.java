package dev.coffer.store.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the keys hold, each its versions with the newest first. Never changed.
 *
 * @param ended uploads, by the numbers that their objects have, or would have had
 * @param taken tags that were read for a copy that is still to come, by the copy's number
 */
record State(List<List<Kept>> keys, Set<Integer> ended, Map<Integer, Integer> taken) {
  /**
   * A version as it is kept, maybe as the null version, of which a key has one at most.
   *
   * @param tags the number that they say; 0 for none
   * @param made on which day
   * @param hidden on which day it ceased to be the newest, at the earliest; null while it is
   */
  record Kept(
      Version version, boolean isNull, Lock lock, int tags, int made, @Nullable Integer hidden) {
    Kept(Version version, boolean isNull) {
      this(version, isNull, 0);
    }

    Kept(Version version, boolean isNull, int made) {
      this(version, isNull, Lock.NONE, 0, made, null);
    }

    Kept with(Lock other) {
      return new Kept(version, isNull, other, tags, made, hidden);
    }

    Kept with(int others) {
      return new Kept(version, isNull, lock, others, made, hidden);
    }

    private Kept hiddenBy(Kept newest) {
      return hidden == null ? new Kept(version, isNull, lock, tags, made, newest.made) : this;
    }

    private Kept newest() {
      return new Kept(version, isNull, lock, tags, made, null);
    }

    /** Whether that may be seen as this. */
    boolean isSeenAs(Kept seen) {
      return isNull == seen.isNull() && version.isSeenAs(seen.version());
    }
  }

  static State empty(int keys) {
    return new State(Collections.nCopies(keys, List.of()), Set.of(), Map.of());
  }

  List<Kept> versions(int key) {
    return keys.get(key);
  }

  /** What is read without a version id; null when the key holds nothing, or a marker. */
  @Nullable Version current(int key) {
    List<Kept> versions = versions(key);
    return versions.isEmpty() || versions.getFirst().version().isMarker()
        ? null
        : versions.getFirst().version();
  }

  @Nullable Version nullVersion(int key) {
    for (Kept each : versions(key)) {
      if (each.isNull()) {
        return each.version();
      }
    }
    return null;
  }

  /** As that version is kept; null when it is not there. */
  @Nullable Kept find(int key, Version version) {
    for (Kept each : versions(key)) {
      if (each.version().equals(version)) {
        return each;
      }
    }
    return null;
  }

  /** What that version is locked by; null when it is not there. */
  @Nullable Lock lock(int key, Version version) {
    Kept kept = find(key, version);
    return kept == null ? null : kept.lock();
  }

  /** With a version kept in another way that is there. */
  State changed(int key, Version version, UnaryOperator<Kept> change) {
    return with(
        key,
        versions(key).stream()
            .map(each -> each.version().equals(version) ? change.apply(each) : each)
            .toList());
  }

  boolean has(int key, Version version) {
    return find(key, version) != null;
  }

  State with(int key, List<Kept> versions) {
    var changed = new ArrayList<>(keys);
    var ranked = new ArrayList<>(versions);
    if (!ranked.isEmpty()) {
      ranked.set(0, ranked.getFirst().newest());
    }
    changed.set(key, List.copyOf(ranked));
    return new State(List.copyOf(changed), ended, taken);
  }

  State withEnded(int upload) {
    Set<Integer> more = new HashSet<>(ended);
    more.add(upload);
    return new State(keys, Set.copyOf(more), taken);
  }

  /** With tags that were read for a copy; null for none any more. */
  State withTaken(int copy, @Nullable Integer tags) {
    Map<Integer, Integer> others = new HashMap<>(taken);
    if (tags == null) {
      others.remove(copy);
    } else {
      others.put(copy, tags);
    }
    return new State(keys, ended, Map.copyOf(others));
  }

  /** With a version on top; the others stay, but a null version takes the place of another. */
  State with(int key, Kept newest) {
    var versions = new ArrayList<Kept>();
    versions.add(newest);
    versions(key).stream()
        .filter(each -> !(newest.isNull() && each.isNull()))
        .map(each -> each.hiddenBy(newest))
        .forEach(versions::add);
    return with(key, versions);
  }

  State without(int key, Version version) {
    return with(
        key, versions(key).stream().filter(each -> !each.version().equals(version)).toList());
  }

  State withoutNull(int key) {
    return with(key, versions(key).stream().filter(each -> !each.isNull()).toList());
  }
}
