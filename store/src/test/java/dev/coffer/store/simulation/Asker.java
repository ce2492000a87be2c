package dev.coffer.store.simulation;

import dev.coffer.storage.Full;
import dev.coffer.storage.StorageFailure;
import dev.coffer.store.bucket.VersioningState;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks for what has an effect, and tells the history what came of it. */
final class Asker {
  /** What the key service refuses, and says while nobody reaches its keys. */
  private static final Set<S3Error> OF_KEYS =
      EnumSet.of(S3Error.KMS_DisabledException, S3Error.ServiceUnavailable);

  private final int number;
  private final Plan plan;

  Asker(int number, Plan plan) {
    this.number = number;
    this.plan = plan;
  }

  /** A request that has an answer, or whose answer nobody will have. */
  interface Asking {
    /** The version's id, if the answer has one. */
    @Nullable String ask() throws IOException;
  }

  /** What a request does under a state of the bucket's versioning. */
  interface Doing {
    Effect under(VersioningState state);
  }

  /**
   * What is known by an answer.
   *
   * @param doing what is done, or may be
   * @param shows whether the version's id in the answer shows which state that was under
   * @param also what is known besides when it is done
   * @param refused what each refusal tells; null for nothing. No other is right, but of keys
   */
  record Meaning(
      Doing doing, boolean shows, List<Effect> also, Map<S3Error, List<Effect>> refused) {
    /** Of what adds a version, or a marker. */
    static Meaning adding(Doing doing, Map<S3Error, List<Effect>> refused) {
      return new Meaning(doing, true, List.of(), refused);
    }

    /** Of what is the same under every state. */
    static Meaning always(Effect change, Map<S3Error, List<Effect>> refused) {
      return new Meaning(_ -> change, false, List.of(), refused);
    }

    /** Of what is known once it is decided. */
    static Meaning always(Supplier<Effect> change, Map<S3Error, List<Effect>> refused) {
      return new Meaning(_ -> change.get(), false, List.of(), refused);
    }

    Meaning and(Effect seen) {
      return new Meaning(doing, shows, List.of(seen), refused);
    }
  }

  /** Asks; a refusal has no effect, and neither has a disk that is full. True when it was done. */
  boolean ask(Meaning meaning, Asking asking) {
    long begun = plan.history().tick();
    Effect asked = null;
    String told;
    try {
      asked = answered(meaning, asking.ask(), begun);
      told = "done";
    } catch (S3Exception e) {
      refused(meaning, e, begun);
      told = e.error().name();
    } catch (Full e) {
      told = e.getMessage();
    } catch (StorageFailure | Ended | IOException e) {
      plan.requireNoDamage(e);
      unanswered(meaning, begun);
      told = "unknown, " + e.getMessage();
    }
    Effect change = asked == null ? open(meaning, begun) : asked;
    plan.history().note(number, change + " since " + begun, told);
    return asked != null;
  }

  /** It was done, with that version's id in its answer; what it was. */
  Effect answered(Meaning meaning, @Nullable String id, long begun) {
    Effect change =
        meaning.shows()
            ? meaning.doing().under(plan.switching().shown(id, begun))
            : open(meaning, begun);
    change.ways().stream()
        .flatMap(way -> Effect.put(way).stream())
        .findFirst()
        .ifPresent(put -> plan.learn(id, put.key(), put.version()));
    plan.history().sure(change, begun);
    meaning.also().forEach(effect -> plan.history().sure(effect, begun));
    return change;
  }

  /** Nobody knows whether it was, or will be, done. */
  void unanswered(Meaning meaning, long begun) {
    plan.history().unsure(open(meaning, begun), begun);
    meaning.also().stream()
        .filter(Effect::changes)
        .forEach(effect -> plan.history().unsure(effect, begun));
  }

  /** What may have been done, and will not be any more if that is over. */
  void maybe(Doing doing, long begun, boolean over) {
    if (over) {
      plan.history().over(open(doing, begun), begun);
    } else {
      plan.history().unsure(open(doing, begun), begun);
    }
  }

  private Effect open(Meaning meaning, long begun) {
    return open(meaning.doing(), begun);
  }

  /** What is done under whichever state may be in force. */
  private Effect open(Doing doing, long begun) {
    return Effect.anyOf(
        plan.switching().possible(begun).stream().sorted().map(doing::under).distinct().toList());
  }

  private void refused(Meaning meaning, S3Exception refusal, long begun) {
    S3Error error = refusal.error();
    if (meaning.refused().containsKey(error)) {
      meaning.refused().get(error).forEach(effect -> plan.history().sure(effect, begun));
    } else if (!OF_KEYS.contains(error)) {
      throw new AssertionError("a refusal that nothing explains, of " + meaning, refusal);
    } else if (error == S3Error.ServiceUnavailable) {
      plan.house().reach().requireMissed(begun);
    }
  }

  /** Asks for what nobody may notice. */
  void unnoticed(String asked, Runnable action) {
    plan.history().tick();
    String told;
    try {
      action.run();
      told = "done";
    } catch (S3Exception e) {
      told = e.error().name(); // its text may name a key, which has another id in every run
    } catch (StorageFailure | Ended e) {
      plan.requireNoDamage(e);
      told = e.getMessage();
    }
    plan.history().note(number, asked, told);
  }
}
