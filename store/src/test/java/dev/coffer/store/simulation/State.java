package dev.coffer.store.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the keys hold, each its versions with the newest first. Never changed. */
record State(List<List<Version>> keys) {
  static State empty(int keys) {
    return new State(Collections.nCopies(keys, List.of()));
  }

  List<Version> versions(int key) {
    return keys.get(key);
  }

  /** What is read without a version id; null when the key holds nothing, or a marker. */
  @Nullable Version current(int key) {
    List<Version> versions = versions(key);
    return versions.isEmpty() || versions.getFirst().isMarker() ? null : versions.getFirst();
  }

  State with(int key, List<Version> versions) {
    var changed = new ArrayList<>(keys);
    changed.set(key, List.copyOf(versions));
    return new State(List.copyOf(changed));
  }

  /** With a version on top; the others stay or go. */
  State with(int key, Version newest, boolean othersStay) {
    var versions = new ArrayList<Version>();
    versions.add(newest);
    if (othersStay) {
      versions.addAll(versions(key));
    }
    return with(key, versions);
  }

  State without(int key, Version version) {
    return with(key, versions(key).stream().filter(each -> !each.equals(version)).toList());
  }
}
