package dev.coffer.store.simulation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What can be said afterwards of writes that had no answer. Versions go by their own removal alone:
 * what nobody asked to remove, and a later look at all versions does not show, was never there.
 * That spares the search for an order most of its branches.
 */
record Doubts(List<Step> steps) {
  /** The same without what surely never took place. */
  List<Step> settled() {
    return steps.stream().filter(step -> !neverTookPlace(step)).toList();
  }

  private boolean neverTookPlace(Step step) {
    return !step.sure() && added(step.effect()).filter(version -> gone(step, version)).isPresent();
  }

  private boolean gone(Step step, Version version) {
    return steps.stream().noneMatch(each -> removes(each, version))
        && looks()
            .filter(look -> look.begun() > step.ended())
            .anyMatch(look -> !shows(look, version));
  }

  /** The version that it adds to others. */
  private static Optional<Version> added(Effect effect) {
    return Effect.put(effect).filter(put -> !put.isNull()).map(Effect.Put::version);
  }

  private static boolean removes(Step step, Version version) {
    return step.effect().done() instanceof Effect.Removed removed
        && removed.version().equals(version);
  }

  private Stream<Step> looks() {
    return steps.stream().filter(step -> step.effect() instanceof Effect.SeenAll);
  }

  private static boolean shows(Step look, Version version) {
    return look.effect() instanceof Effect.SeenAll(int _, List<Version> versions)
        && versions.stream().anyMatch(version::isSeenAs);
  }
}
