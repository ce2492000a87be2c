package dev.coffer.store.simulation;

import dev.coffer.storage.StorageFailure;
import dev.coffer.store.Store;
import dev.coffer.store.TestStore;
import dev.coffer.store.simulation.Step.Effect;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.ChecksumElements;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.CompleteMultipartUpload;
import dev.coffer.wire.s3.CompleteMultipartUpload.CompletedPart;
import dev.coffer.wire.s3.CompleteMultipartUpload.CompletedUpload;
import dev.coffer.wire.s3.CreateMultipartUpload;
import dev.coffer.wire.s3.DeleteObject;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.ObjectEncryption;
import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.RenameObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.UpdateObjectEncryption;
import dev.coffer.wire.s3.UploadPart;
import dev.coffer.wire.s3.WriteConditions;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Asks one thing after another of a store, and tells the history what it was told. */
final class Client {
  private static final String NOT_THERE = "*";

  private final int number;
  private final Plan plan;
  private final SplittableRandom random;

  Client(int number, Plan plan, SplittableRandom random) {
    this.number = number;
    this.plan = plan;
    this.random = random;
  }

  /** A request that has an answer, or whose answer nobody will have. */
  private interface Asking {
    void ask() throws IOException;
  }

  void act() {
    int key = random.nextInt(plan.keys());
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> put(key, false);
      case 4, 5 -> put(key, true);
      case 6, 7 -> upload(key);
      case 8, 9, 10 -> delete(key);
      case 11, 12, 13 -> move(key, (key + 1 + random.nextInt(plan.keys() - 1)) % plan.keys());
      case 14 -> changeEncryption(key);
      case 15 -> plan.house().keys().disable(TestStore.CALLER, anyKey());
      case 16 -> plan.kmsKeys().forEach(each -> plan.house().keys().enable(TestStore.CALLER, each));
      case 17 -> read(key, "bytes=100-299");
      default -> read(key, null);
    }
  }

  private String anyKey() {
    return plan.kmsKeys().get(random.nextInt(plan.kmsKeys().size()));
  }

  private Sse sse() {
    return switch (random.nextInt(5)) {
      case 0 -> Sse.NONE;
      case 1 -> new Sse("AES256", null, null, null);
      case 2 -> new Sse("aws:kms", anyKey(), null, null);
      case 3 -> new Sse("aws:kms", anyKey(), null, "true");
      default -> new Sse("aws:kms:dsse", anyKey(), null, null);
    };
  }

  private void put(int key, boolean ifAbsent) {
    int content = plan.contents().next();
    Effect effect = ifAbsent ? new Step.WrittenAnew(key, content) : new Step.Written(key, content);
    WriteConditions conditions =
        ifAbsent ? new WriteConditions(null, NOT_THERE) : WriteConditions.NONE;
    var op =
        new PutObject(
            TestStore.BUCKET,
            name(key),
            TestStore.NO_HEADERS,
            sse(),
            SseCustomer.NONE,
            Acl.NONE,
            null,
            Extras.NONE,
            Integrity.NONE,
            conditions,
            null,
            null,
            null,
            Body.of(plan.contents().of(content)));
    write(effect, new Step.SeenAny(key), () -> store().objects().putObject(TestStore.CALLER, op));
  }

  private void delete(int key) {
    var op = new DeleteObject(TestStore.BUCKET, name(key), null, null, null, null);
    Effect effect = new Step.Written(key, Effect.ABSENT);
    write(effect, null, () -> store().deletes().deleteObject(TestStore.CALLER, op));
  }

  private void move(int from, int to) {
    if (plan.versioned()) {
      return; // only directory buckets rename, and those know no versions
    }
    var op =
        new RenameObject(
            TestStore.BUCKET,
            name(to),
            name(from),
            Preconditions.NONE,
            null,
            null,
            null,
            null,
            null);
    Effect effect = new Step.Moved(from, to);
    Effect missing = new Step.Seen(from, Effect.ABSENT);
    write(effect, missing, () -> store().renames().rename(TestStore.CALLER, op));
  }

  private void upload(int key) {
    int content = plan.contents().next();
    write(new Step.Written(key, content), null, () -> uploadNow(key, content));
  }

  private void uploadNow(int key, int content) throws IOException {
    var create =
        new CreateMultipartUpload(
            TestStore.BUCKET,
            name(key),
            TestStore.NO_HEADERS,
            sse(),
            SseCustomer.NONE,
            Acl.NONE,
            null,
            Extras.NONE,
            null,
            null,
            null,
            null);
    String id = store().uploads().create(TestStore.CALLER, create).uploadId();
    var part =
        new UploadPart(
            TestStore.BUCKET,
            name(key),
            7,
            id,
            Integrity.NONE,
            SseCustomer.NONE,
            null,
            null,
            Body.of(plan.contents().of(content)));
    String eTag = store().uploads().uploadPart(TestStore.CALLER, part).eTag();
    var parts = new CompletedUpload(List.of(new CompletedPart(7, eTag, ChecksumElements.NONE)));
    var complete =
        new CompleteMultipartUpload(
            TestStore.BUCKET,
            name(key),
            id,
            ChecksumHeaders.NONE,
            null,
            null,
            SseCustomer.NONE,
            WriteConditions.NONE,
            null,
            null,
            Document.of(parts));
    store().completions().complete(TestStore.CALLER, complete);
  }

  /** Asks for what has an effect. A refusal is none, and may tell something. */
  private void write(Effect effect, @Nullable Effect refused, Asking asking) {
    long begun = plan.history().tick();
    String told;
    try {
      asking.ask();
      plan.history().sure(effect, begun);
      told = "done";
    } catch (S3Exception e) {
      if (refused != null && tells(e.error())) {
        plan.history().sure(refused, begun);
      }
      told = e.error().name();
    } catch (StorageFailure | IOException e) {
      plan.history().unsure(effect, begun);
      told = "unknown, " + e.getMessage();
    }
    plan.history().note(number, effect + " since " + begun, told);
  }

  private static boolean tells(S3Error error) {
    return error == S3Error.PreconditionFailed || error == S3Error.NoSuchKey;
  }

  /** Changes how the object is encrypted, which nobody may notice. */
  private void changeEncryption(int key) {
    var target = new ObjectEncryption.Target(anyKey(), String.valueOf(random.nextBoolean()));
    var document = Document.of(new ObjectEncryption(target, null, null, null));
    var op =
        new UpdateObjectEncryption(
            TestStore.BUCKET, name(key), null, Integrity.NONE, null, null, document);
    unnoticed("update of " + key, () -> store().encryptionUpdates().update(TestStore.CALLER, op));
  }

  private void unnoticed(String asked, Runnable action) {
    plan.history().tick();
    String told;
    try {
      action.run();
      told = "done";
    } catch (S3Exception e) {
      told = e.error().name(); // its text may name a key, which has another id in every run
    } catch (StorageFailure e) {
      told = e.getMessage();
    }
    plan.history().note(number, asked, told);
  }

  /** True when it is known what the key holds. */
  boolean read(int key, @Nullable String range) {
    long begun = plan.history().tick();
    String told;
    boolean known = true;
    try {
      int content = contentOf(key, range);
      plan.history().sure(new Step.Seen(key, content), begun);
      told = "content " + content;
    } catch (S3Exception e) {
      known = e.error() == S3Error.NoSuchKey;
      if (known) {
        plan.history().sure(new Step.Seen(key, Effect.ABSENT), begun);
      }
      told = e.error().name();
    } catch (StorageFailure | IOException e) {
      known = false;
      told = "unknown, " + e.getMessage();
      plan.requireNoDamage(e);
    }
    plan.history().note(number, "read of " + key + " since " + begun, told);
    return known;
  }

  private int contentOf(int key, @Nullable String range) throws IOException {
    var output =
        store().objects().getObject(TestStore.CALLER, TestStore.getOp(name(key), null, range));
    try (InputStream stream = output.content().stream()) {
      return plan.contents().number(stream.readAllBytes(), range == null ? 0 : 100);
    }
  }

  private Store store() {
    return plan.house().store();
  }

  static String name(int key) {
    return "key-" + key;
  }
}
