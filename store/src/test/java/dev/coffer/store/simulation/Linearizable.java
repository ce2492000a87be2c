package dev.coffer.store.simulation;

import static java.util.Objects.requireNonNull;

import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether what clients saw can be explained by an order in which each request took place at one
 * moment between its question and its answer.
 *
 * <p>A search for such an order, depth first: what may come next is whatever was asked before every
 * answer that is still to come. Where it has been with the same requests done and the same
 * contents, it does not go again.
 */
final class Linearizable {
  private static final int MOST = 2_000_000;

  private final List<Step> steps;
  private final Set<Been> been = new HashSet<>();
  private final BitSet done;

  private record Been(BitSet done, State state) {}

  private Linearizable(List<Step> steps) {
    this.steps = steps;
    this.done = new BitSet(steps.size());
  }

  /** Nothing is held at the beginning. */
  static boolean is(List<Step> steps, State empty) {
    return apart(steps).stream()
        .map(each -> new Doubts(each).settled())
        .allMatch(each -> new Linearizable(each).explains(empty, Long.MIN_VALUE));
  }

  /** Keys that nothing is about together are explained each for itself, which is enough. */
  private static Collection<List<Step>> apart(List<Step> steps) {
    return steps.stream().anyMatch(step -> step.effect().about() == null)
        ? List.of(steps)
        : steps.stream()
            .collect(Collectors.groupingBy(step -> requireNonNull(step.effect().about())))
            .values();
  }

  /**
   * The first answer that nothing explains any more, when all that began before it is taken along.
   */
  static Step firstUnexplained(List<Step> steps, State empty) {
    return steps.stream()
        .filter(Step::sure)
        .sorted(Comparator.comparingLong(Step::ended))
        .filter(step -> !is(until(step.ended(), steps), empty))
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
  private boolean explains(State state, long lastBegun) {
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
    int free = free(state, firstAnswer, lastBegun);
    if (free >= 0) {
      return goesOn(free, state, lastBegun);
    }
    for (int i = done.nextClearBit(0); i < steps.size(); i = done.nextClearBit(i + 1)) {
      if (mayBeNext(steps.get(i), firstAnswer, lastBegun) && goesOn(i, state, lastBegun)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayBeNext(Step step, long firstAnswer, long lastBegun) {
    return step.begun() <= firstAnswer && step.ended() >= lastBegun;
  }

  /** Whether the rest can follow once that is done. */
  private boolean goesOn(int next, State state, long lastBegun) {
    Step step = steps.get(next);
    long begun = Math.max(lastBegun, step.begun());
    done.set(next);
    boolean explained = false;
    for (Effect way : step.effect().ways()) { // no stream: it would deepen the stack by a dozen
      State after = way.after(state);
      explained = explained || (after != null && explains(after, begun));
    }
    done.clear(next);
    return explained;
  }

  /**
   * A look that is right by now and keeps nothing else from coming next, so that nothing is gained
   * by putting it off; -1 when there is none.
   */
  private int free(State state, long firstAnswer, long lastBegun) {
    long firstEnd = firstEnd(lastBegun);
    for (int i = done.nextClearBit(0); i < steps.size(); i = done.nextClearBit(i + 1)) {
      Step step = steps.get(i);
      if (step.effect() instanceof Effect.Look look
          && mayBeNext(step, firstAnswer, lastBegun)
          && step.begun() <= firstEnd
          && look.holds(state)) {
        return i;
      }
    }
    return -1;
  }

  /** When the first of those ends that may still take place, surely or not. */
  private long firstEnd(long lastBegun) {
    long first = Step.NEVER;
    for (int i = done.nextClearBit(0); i < steps.size(); i = done.nextClearBit(i + 1)) {
      long ended = steps.get(i).ended();
      first = ended >= lastBegun ? Math.min(first, ended) : first;
    }
    return first;
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
