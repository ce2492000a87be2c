package dev.coffer.store.simulation;

import dev.coffer.storage.StorageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A setting of the bucket of a run, and which of its values may have been in force at a time. A
 * request may go by any that was in force while it was asked; whoever meets two of them in turn has
 * no order that others must see.
 */
final class Setting<T> {
  private final History history;
  private final List<Change<T>> all = new ArrayList<>();

  Setting(History history, T first) {
    this.history = history;
    all.add(new Change<>(first, history.now(), history.now(), true));
  }

  /**
   * That somebody set a value, or saw it.
   *
   * @param sure false when it may never have been set
   */
  private record Change<T>(T value, long begun, long ended, boolean sure) {
    Change<T> endedBy(long now) {
      return ended == Step.NEVER ? new Change<>(value, begun, now, sure) : this;
    }
  }

  /** Sets a value; nobody knows whether it was, or will be, if that fails. */
  void set(T value, Runnable action) {
    var open = new Change<>(value, history.tick(), Step.NEVER, false);
    all.add(open);
    action.run();
    all.set(all.indexOf(open), new Change<>(value, open.begun(), history.tick(), true));
  }

  /** The same for one of many clients. */
  void set(Plan plan, int client, T value, Runnable action) {
    long begun = history.now();
    String told = "done";
    try {
      set(value, action);
    } catch (StorageFailure | Ended e) {
      plan.requireNoDamage(e);
      told = "unknown, " + e.getMessage();
    }
    history.note(client, value + " since " + begun, told);
  }

  /** That it was seen while nobody changed it. */
  void seen(T value, long begun) {
    all.add(new Change<>(value, begun, history.tick(), true));
  }

  /** The process that was asked has ended. */
  void restarted() {
    long ended = history.now();
    all.replaceAll(each -> each.endedBy(ended));
  }

  /** Which may have been in force since then. */
  Set<T> possible(long since) {
    return all.stream()
        .filter(each -> !isOver(each, since))
        .map(Change::value)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether another was set after it, and before then. */
  private boolean isOver(Change<T> before, long then) {
    return all.stream()
        .anyMatch(each -> each.sure() && each.begun() > before.ended() && each.ended() < then);
  }
}
