package dev.coffer.store.simulation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What can be said afterwards of writes that had no answer. Versions go by their own removal alone,
 * and markers also when they hide nothing any more: what nobody asked to remove, and a later look
 * at all versions does not show, was never there; what it shows was never removed. That spares the
 * search for an order most of its branches.
 */
record Doubts(List<Step> steps) {
  /** The same without what surely never took place. */
  List<Step> settled() {
    return steps.stream().flatMap(step -> settled(step).stream()).toList();
  }

  private Optional<Step> settled(Step step) {
    if (step.sure()) {
      return Optional.of(step);
    }
    List<Effect> left =
        step.effect().ways().stream().filter(way -> !neverTookPlace(step, way)).toList();
    return left.isEmpty() ? Optional.empty() : Optional.of(step.with(Effect.anyOf(left)));
  }

  private boolean neverTookPlace(Step step, Effect way) {
    return added(way).filter(put -> gone(step, put)).isPresent() || stayed(step, way);
  }

  /** Whether that was to be removed and is there later. */
  private boolean stayed(Step step, Effect way) {
    return way instanceof ExpirationEffects.RemovedEarlier removed
        && looksAt(removed.key())
            .filter(look -> look.begun() > step.ended())
            .anyMatch(look -> names(look, removed.version()));
  }

  private static boolean names(Step look, Version version) {
    return look.effect() instanceof Effect.SeenAll(int _, List<State.Kept> versions)
        && versions.stream().anyMatch(each -> version.equals(each.version()));
  }

  private boolean gone(Step step, Effect.Put put) {
    return steps.stream().noneMatch(each -> removes(each, put.version()))
        && looksAt(put.key())
            .filter(look -> look.begun() > step.ended())
            .anyMatch(look -> !shows(look, put.version()));
  }

  /** The put that adds a version to others. */
  private static Optional<Effect.Put> added(Effect effect) {
    return Effect.put(effect).filter(put -> !put.kept().isNull());
  }

  private static boolean removes(Step step, Version version) {
    return switch (step.effect().done()) {
      case Effect.Removed removed -> removed.version().equals(version);
      case ExpirationEffects.RemovedEarlier removed -> removed.version().equals(version);
      case ExpirationEffects.RemovedLonely _ -> version.isMarker();
      default -> false;
    };
  }

  private Stream<Step> looksAt(int key) {
    return steps.stream()
        .filter(step -> step.effect() instanceof Effect.SeenAll look && look.key() == key);
  }

  private static boolean shows(Step look, Version version) {
    return look.effect() instanceof Effect.SeenAll(int _, List<State.Kept> versions)
        && versions.stream().anyMatch(each -> version.isSeenAs(each.version()));
  }
}
