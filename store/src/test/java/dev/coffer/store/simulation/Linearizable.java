package dev.coffer.store.simulation;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether what clients saw can be explained by an order in which each request took place at one
 * moment between its question and its answer.
 *
 * <p>A search for such an order, depth first: what may come next is whatever was asked before every
 * answer that is still to come. Where it has been with the same requests done and the same
 * contents, it does not go again.
 */
final class Linearizable {
  private static final int MOST = 5_000_000;

  private final List<Step> steps;
  private final Set<Been> been = new HashSet<>();
  private final BitSet done;

  private record Been(BitSet done, long state) {}

  private Linearizable(List<Step> steps) {
    this.steps = steps;
    this.done = new BitSet(steps.size());
  }

  /** Nothing is held at the beginning. */
  static boolean is(List<Step> steps) {
    return new Linearizable(steps).explains(Step.State.EMPTY, Long.MIN_VALUE);
  }

  /**
   * The first answer that nothing explains any more, when all that began before it is taken along.
   */
  static Step firstUnexplained(List<Step> steps) {
    return steps.stream()
        .filter(Step::sure)
        .sorted(Comparator.comparingLong(Step::ended))
        .filter(step -> !is(until(step.ended(), steps)))
        .findFirst()
        .orElseThrow();
  }

  /** What was known at that time: requests without their answers yet may have taken place. */
  private static List<Step> until(long now, List<Step> steps) {
    return steps.stream()
        .filter(step -> step.begun() <= now)
        .filter(step -> step.ended() <= now || step.effect().changes())
        .map(step -> step.ended() <= now ? step : step.open())
        .toList();
  }

  /** Whether the rest can follow, when what was done last was asked at that turn at the latest. */
  private boolean explains(long state, long lastBegun) {
    if (!been.add(new Been((BitSet) done.clone(), state))) {
      return false;
    }
    if (been.size() > MOST) {
      throw new AssertionError("no order was found in reasonable time, nor that there is none");
    }
    long firstAnswer = firstAnswer();
    if (firstAnswer == Step.NEVER) {
      return true; // what is left need not have taken place
    }
    for (int i = done.nextClearBit(0); i < steps.size(); i = done.nextClearBit(i + 1)) {
      Step next = steps.get(i);
      if (next.begun() <= firstAnswer && next.ended() >= lastBegun) {
        long after = next.effect().after(state);
        if (after != Step.State.IMPOSSIBLE) {
          done.set(i);
          if (explains(after, Math.max(lastBegun, next.begun()))) {
            return true;
          }
          done.clear(i);
        }
      }
    }
    return false;
  }

  /** When the first answer comes of those that surely took place and are not done yet. */
  private long firstAnswer() {
    long first = Step.NEVER;
    for (int i = done.nextClearBit(0); i < steps.size(); i = done.nextClearBit(i + 1)) {
      Step step = steps.get(i);
      if (step.sure()) {
        first = Math.min(first, step.ended());
      }
    }
    return first;
  }
}
