package dev.coffer.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.StorageFailure;
import dev.coffer.store.TestStore;
import dev.coffer.store.simulation.Asker.Meaning;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Tag;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Gives objects and versions tags, takes these away, and reads them. */
final class TagChanges {
  /** The name of the one tag that there is; its value is a number that is not 0. */
  static final String NAME = "number";

  /** What has this tag is due where there are rules. */
  static final int DUE = 1;

  private final int number;
  private final Plan plan;
  private final Asker asker;
  private final SplittableRandom random;

  TagChanges(int number, Plan plan, Asker asker, SplittableRandom random) {
    this.number = number;
    this.plan = plan;
    this.asker = asker;
    this.random = random;
  }

  /** For a new version, where there are tags; mostly none. */
  int any() {
    return plan.kind() != Kind.DIRECTORY && random.nextInt(4) == 0 ? some() : 0;
  }

  private int some() {
    return random.nextInt(3) == 0 ? DUE : 2 + random.nextInt(1_000_000);
  }

  /**
   * Sets them, or takes them away.
   *
   * @param id of the version; null for what the key holds
   */
  void put(int key, @Nullable String id) {
    Version version = id == null ? null : plan.named(id).version();
    boolean away = random.nextInt(4) == 0;
    int tags = away ? 0 : some();
    asker.ask(
        Meaning.always(new Effect.Tagged(key, version, tags), missing(key, version)),
        () -> {
          if (away) {
            plan.store().objectTags().delete(TestStore.CALLER, plan.requests().untag(key, id));
          } else {
            plan.store().objectTags().put(TestStore.CALLER, plan.requests().tag(key, id, tags));
          }
          return null;
        });
  }

  /** A marker has no tags, and neither has what is not there. */
  private static Map<S3Error, List<Effect>> missing(int key, @Nullable Version version) {
    if (version == null) {
      List<Effect> nothing = List.of(new Effect.Seen(key, null));
      return Map.of(S3Error.NoSuchKey, nothing, S3Error.MethodNotAllowed, nothing);
    }
    List<Effect> gone = List.of(new Effect.SeenVersion(key, version, false));
    List<Effect> there = List.of(new Effect.SeenVersion(key, version, true));
    return version.isMarker()
        ? Map.of(S3Error.NoSuchVersion, gone, S3Error.MethodNotAllowed, there)
        : Map.of(S3Error.NoSuchVersion, gone);
  }

  /** Reads them. */
  void read(int key, @Nullable String id) {
    Version version = id == null ? null : plan.named(id).version();
    long begun = plan.history().tick();
    String told;
    try {
      int tags = shown(plan, key, id);
      plan.history().sure(new Effect.SeenTags(key, version, tags), begun);
      told = String.valueOf(tags);
    } catch (S3Exception e) {
      List<Effect> known = missing(key, version).get(e.error());
      if (known == null) {
        throw new AssertionError("a refusal that nothing explains, of tags of " + key, e);
      }
      known.forEach(effect -> plan.history().sure(effect, begun));
      told = e.error().name();
    } catch (StorageFailure | Ended e) {
      plan.requireNoDamage(e);
      told = "unknown, " + e.getMessage();
    }
    plan.history().note(number, "tags of " + key + " " + version + " since " + begun, told);
  }

  /** Those that an answer shows. */
  static int shown(Plan plan, int key, @Nullable String id) {
    var output = plan.store().objectTags().get(TestStore.CALLER, plan.requests().tags(key, id));
    List<Tag> tags = output.tagSet().tags();
    assertThat(tags).hasSizeLessThan(2).allMatch(tag -> tag.key().equals(NAME));
    return tags.isEmpty() ? 0 : Integer.parseInt(tags.getFirst().value());
  }
}
