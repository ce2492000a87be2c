package dev.coffer.store.object;

import dev.coffer.iam.auth.Call;
import dev.coffer.store.event.Cause;
import dev.coffer.store.event.EventKind;
import java.time.Instant;

/** What a commit is to those who are told of it. */
record Occasion(EventKind kind, Cause cause) {
  /** What the gateway calls the operation of a browser's form. */
  private static final String FORM = "PostObject";

  static Occasion of(EventKind kind, Call call) {
    return new Occasion(kind, Cause.of(call));
  }

  /** What expires by a rule, in the pass of that time. */
  static Occasion ofLifecycle(EventKind kind, Instant pass) {
    return new Occasion(kind, Cause.ofTheStore("%016X".formatted(pass.toEpochMilli())));
  }

  /** An object that comes as a whole, by a browser's form or not. */
  static Occasion ofWrite(Call call) {
    return of(call.operation().equals(FORM) ? EventKind.POST : EventKind.PUT, call);
  }
}
