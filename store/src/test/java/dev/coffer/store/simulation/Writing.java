package dev.coffer.store.simulation;

import dev.coffer.store.TestStore;
import dev.coffer.store.simulation.Asker.Doing;
import dev.coffer.store.simulation.Asker.Meaning;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.WriteConditions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Puts, copies, renames, and encrypts anew. */
final class Writing {
  private static final WriteConditions ANEW = new WriteConditions(null, "*");

  private final Plan plan;
  private final Asker asker;
  private final Locking locking;
  private final TagChanges tagging;
  private final SplittableRandom random;

  Writing(Plan plan, Asker asker, Locking locking, TagChanges tagging, SplittableRandom random) {
    this.locking = locking;
    this.tagging = tagging;
    this.plan = plan;
    this.asker = asker;
    this.random = random;
  }

  private Sealing sealing() {
    return Sealing.any(plan.kind(), plan.kmsKeys(), random);
  }

  void put(int key) {
    Version version = plan.contents().next();
    NewLock lock = NewLock.of(plan, locking.any());
    int tags = tagging.any();
    byte[] content = plan.contents().of(version.origin());
    var meaning =
        Meaning.adding(
            state -> lock.each(given -> plan.put(key, version, state).with(given).with(tags)),
            Map.of());
    put(plan.requests().put(key, version, sealing(), lock.asked(), tags, content), meaning);
  }

  private Meaning where(Effect.Look look, Version version, Map<S3Error, List<Effect>> refused) {
    NewLock lock = NewLock.of(plan, Lock.NONE);
    return Meaning.adding(
        state ->
            lock.each(
                given -> new Effect.Where(look, plan.put(look.key(), version, state).with(given))),
        refused);
  }

  /** Puts where nothing is. */
  void putAnew(int key) {
    Version version = plan.contents().next();
    List<Effect> there = List.of(new Effect.SeenAny(key));
    var nothing = new Effect.Seen(key, null);
    put(key, version, ANEW, where(nothing, version, Map.of(S3Error.PreconditionFailed, there)));
  }

  /** Puts where still is what was read. */
  void putOver(int key, Reading.Found read) {
    Version version = plan.contents().next();
    var same = new Effect.SeenLike(key, read.version().origin());
    var meaning = where(same, version, notAsRead(key, read.version()));
    put(key, version, new WriteConditions(read.eTag(), null), meaning);
  }

  /** A version keeps its ETag. */
  static Map<S3Error, List<Effect>> notAsRead(int key, Version read) {
    return Map.of(
        S3Error.PreconditionFailed,
        List.of(new Effect.SeenOther(key, read)),
        S3Error.NoSuchKey,
        List.of(new Effect.Seen(key, null)));
  }

  /**
   * Of the source of a copy: another one may be under a customer's key, which is asked for first.
   */
  static Map<S3Error, List<Effect>> sourceNotAsRead(int key, Version read) {
    Map<S3Error, List<Effect>> refused = new EnumMap<>(notAsRead(key, read));
    refused.put(S3Error.InvalidRequest, List.of(new Effect.SeenOther(key, read)));
    return refused;
  }

  private void put(int key, Version version, WriteConditions conditions, Meaning meaning) {
    byte[] content = plan.contents().of(version.origin());
    PutObject op = plan.requests().put(key, version, sealing(), conditions, content);
    put(op, meaning);
  }

  /** Adds to what has the size of what was read; begins an object where nothing was. */
  void append(int key, Reading.@Nullable Found read) {
    if (read == null) {
      begin(key);
      return;
    }
    int from = read.version().origin();
    int to = plan.contents().grown(from);
    boolean asRead = random.nextInt(3) == 0;
    Map<S3Error, List<Effect>> refused = new EnumMap<>(S3Error.class);
    refused.put(S3Error.InvalidWriteOffset, List.of(new Effect.SeenNot(key, from)));
    refused.put(S3Error.ConditionalRequestConflict, List.of());
    refused.put(S3Error.EncryptionTypeMismatch, List.of()); // somebody has changed its encryption
    if (asRead) {
      refused.putAll(notAsRead(key, read.version()));
    }
    var op =
        plan.requests()
            .append(
                key,
                Requests.NO_HEADERS,
                plan.contents().of(from).length,
                asRead ? new WriteConditions(read.eTag(), null) : WriteConditions.NONE,
                plan.contents().added(to));
    put(op, Meaning.always(new Effect.Grown(key, from, to), refused));
  }

  private void begin(int key) {
    Version version = plan.contents().next();
    List<Effect> there = List.of(new Effect.SeenAny(key));
    byte[] content = plan.contents().of(version.origin());
    var headers = Requests.headers(version.id());
    put(
        plan.requests().append(key, headers, 0, WriteConditions.NONE, content),
        where(new Effect.Seen(key, null), version, Map.of(S3Error.InvalidWriteOffset, there)));
  }

  private void put(PutObject op, Meaning meaning) {
    asker.ask(meaning, () -> plan.store().objects().putObject(TestStore.CALLER, op).versionId());
  }

  /** Copies what still is as it was read, maybe onto itself; with its tags, or with others. */
  void copy(int from, Reading.Found source, int to) {
    boolean takesTags = random.nextBoolean();
    Version version = plan.contents().copyOf(source.version().origin());
    int tags = tagging.any();
    NewLock lock = NewLock.of(plan, Lock.NONE);
    var op = plan.requests().copy(from, source, to, version, sealing(), takesTags ? null : tags);
    Doing doing =
        takesTags && plan.kind() != Kind.DIRECTORY
            ? state ->
                lock.each(
                    given -> new TagCopies.Given(from, plan.put(to, version, state).with(given)))
            : state -> lock.each(given -> plan.put(to, version, state).with(given).with(tags));
    Effect seen =
        takesTags && plan.kind() != Kind.DIRECTORY
            ? new TagCopies.Taken(from, to, version.origin(), version.id())
            : new Effect.SeenLike(from, version.origin());
    var meaning = Meaning.adding(doing, sourceNotAsRead(from, source.version())).and(seen);
    asker.ask(meaning, () -> plan.store().copies().copyObject(TestStore.CALLER, op).versionId());
  }

  void rename(int from, int to) {
    var op = plan.requests().rename(from, to);
    List<Effect> missing = List.of(new Effect.Seen(from, null));
    asker.ask(
        Meaning.always(new Effect.Moved(from, to), Map.of(S3Error.NoSuchKey, missing)),
        () -> {
          plan.store().renames().rename(TestStore.CALLER, op);
          return null;
        });
  }

  /** Changes how the object is encrypted, which nobody may notice. */
  void changeEncryption(int key) {
    var op = plan.requests().update(key, plan.anyKmsKey(random), random.nextBoolean());
    asker.unnoticed(
        "update of " + key, () -> plan.store().encryptionUpdates().update(TestStore.CALLER, op));
  }
}
