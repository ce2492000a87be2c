package dev.coffer.store.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all clients asked and were told, in the order of a clock of its own. */
final class History {
  private final List<Step> steps = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private long now;

  long now() {
    return now;
  }

  /** When a request begins, or ends. */
  long tick() {
    return ++now;
  }

  void sure(Effect effect, long begun) {
    steps.add(new Step(effect, begun, tick(), true));
  }

  /** What may have taken place, or will while its process lives, or never. */
  void unsure(Effect effect, long begun) {
    steps.add(new Step(effect, begun, Step.NEVER, false));
  }

  /** What may have taken place until now, and will not any more. */
  void over(Effect effect, long begun) {
    steps.add(new Step(effect, begun, tick(), false));
  }

  /** The process that was asked has ended, and so has what it had not answered. */
  void restarted() {
    long ended = tick();
    steps.replaceAll(step -> step.endedBy(ended));
  }

  /** For whoever reads it; and two runs of one seed are compared by it. */
  void note(int client, String asked, @Nullable Object told) {
    lines.add(now + " client " + client + " " + asked + ": " + told);
  }

  List<Step> steps() {
    return steps;
  }

  List<String> lines() {
    return lines;
  }
}
