package dev.coffer.store.simulation;

import dev.coffer.storage.Full;
import dev.coffer.storage.StorageFailure;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /**
   * What is known by an answer.
   *
   * @param change what is done, or may be
   * @param also what is known besides when it is done
   * @param refused what each refusal tells; null for nothing. No other is right, but of keys
   */
  record Meaning(Effect change, List<Effect> also, Map<S3Error, List<Effect>> refused) {
    Meaning(Effect change, Map<S3Error, List<Effect>> refused) {
      this(change, List.of(), refused);
    }
  }

  /** Asks; a refusal has no effect, and neither has a disk that is full. True when it was done. */
  boolean ask(Meaning meaning, Asking asking) {
    long begun = plan.history().tick();
    String told;
    boolean done = false;
    try {
      String id = asking.ask();
      learn(id, meaning.change());
      plan.history().sure(meaning.change(), begun);
      meaning.also().forEach(effect -> plan.history().sure(effect, begun));
      done = true;
      told = "done";
    } catch (S3Exception e) {
      refused(meaning, e, begun);
      told = e.error().name();
    } catch (Full e) {
      told = e.getMessage();
    } catch (StorageFailure | Ended | IOException e) {
      plan.requireNoDamage(e);
      plan.history().unsure(meaning.change(), begun);
      told = "unknown, " + e.getMessage();
    }
    plan.history().note(number, meaning.change() + " since " + begun, told);
    return done;
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

  private void learn(@Nullable String id, Effect change) {
    Effect.put(change).ifPresent(put -> plan.learn(id, put.key(), put.version()));
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
