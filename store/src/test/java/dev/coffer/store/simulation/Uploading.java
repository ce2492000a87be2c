package dev.coffer.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestStore;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Begins uploads, and adds to those that anybody began. */
final class Uploading {
  private final Plan plan;
  private final Asker asker;
  private final Locking locking;
  private final SplittableRandom random;
  private final Completing completing;

  Uploading(int number, Plan plan, Asker asker, Locking locking, SplittableRandom random) {
    this.locking = locking;
    this.plan = plan;
    this.asker = asker;
    this.random = random;
    this.completing = new Completing(number, plan, asker, random);
  }

  void begin(int key) {
    Sealing sealing = Sealing.any(plan.kind(), plan.kmsKeys(), random);
    int version = plan.contents().upload();
    Lock lock = locking.any();
    asker.unnoticed(
        "upload to " + key,
        () -> {
          var op = plan.requests().uploads().create(key, version, sealing, lock);
          String id = plan.store().uploads().create(TestStore.CALLER, op).uploadId();
          plan.uploads().add(new Upload(key, id, version, sealing, lock, plan.today()));
        });
  }

  /** Those that go on, as far as anybody cares. */
  private List<Upload> open() {
    return plan.uploads().stream().filter(upload -> !upload.left()).toList();
  }

  /** Adds a part to one of those that go on; begins one where none does, and now and then. */
  void add(int key) {
    addTo(key, this::write);
  }

  /** Adds what still is as it was read, or a range of it. */
  void addCopy(int key, int from, Reading.Found source) {
    addTo(key, upload -> copy(upload, from, source));
  }

  private void addTo(int key, Consumer<Upload> action) {
    if (open().isEmpty() || random.nextInt(8) == 0) {
      begin(key);
    }
    List<Upload> open = open();
    if (!open.isEmpty()) {
      Upload upload = open.get(random.nextInt(open.size()));
      asker.unnoticed("part of " + upload.version(), () -> action.accept(upload));
    }
  }

  /** Mostly one that is still missing. */
  private int number(Upload upload) {
    int any = 1 + random.nextInt(Upload.NUMBERS);
    for (int number = 1; number <= Upload.NUMBERS && random.nextInt(4) != 0; number++) {
      if (upload.kept(number).isEmpty()) {
        return number;
      }
    }
    return any;
  }

  private void write(Upload upload) {
    int number = number(upload);
    int origin = plan.contents().part();
    var op = plan.requests().uploads().part(upload, number, plan.contents().of(origin));
    add(
        upload,
        number,
        origin,
        Map.of(),
        () -> plan.store().uploads().uploadPart(TestStore.CALLER, op).eTag());
  }

  private void copy(Upload upload, int from, Reading.Found source) {
    int number = number(upload);
    int whole = source.version().origin();
    var stretch =
        random.nextBoolean()
            ? plan.contents().stretch(whole, random)
            : Optional.<Contents.Stretch>empty();
    int origin = stretch.map(Contents.Stretch::origin).orElse(whole);
    String range =
        stretch.map(part -> "bytes=" + part.firstByte() + "-" + part.lastByte()).orElse(null);
    var op = plan.requests().uploads().copyPart(upload, number, from, source, range);
    long begun = plan.history().tick();
    add(
        upload,
        number,
        origin,
        Writing.sourceNotAsRead(from, source.version()),
        () -> {
          String eTag = plan.store().copies().copyPart(TestStore.CALLER, op).eTag();
          plan.history().sure(new Effect.SeenLike(from, whole), begun);
          return eTag;
        });
  }

  /** A request for a part, which answers its ETag. */
  private interface Adding {
    String ask() throws IOException;
  }

  private void add(
      Upload upload, int number, int origin, Map<S3Error, List<Effect>> refused, Adding adding) {
    long begun = plan.history().tick();
    upload.asked(number);
    try {
      String eTag = adding.ask();
      upload.answered(new Upload.Part(number, origin, eTag, plan.house().lastBlob()));
      plan.history().sure(new UploadEffects.SeenOpen(upload.key(), upload.version()), begun);
    } catch (S3Exception e) {
      upload.refused(number);
      if (refused.containsKey(e.error())) {
        refused.get(e.error()).forEach(effect -> plan.history().sure(effect, begun));
      } else if (e.error() == S3Error.NoSuchUpload) {
        plan.history().sure(new UploadEffects.SeenEnded(upload.key(), upload.version()), begun);
      } else {
        assertThat(e.error()).isIn(S3Error.KMS_DisabledException, S3Error.ServiceUnavailable);
      }
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends an upload, mostly one with several parts; adds to one where none has any. */
  void end(int key) {
    List<Upload> begun = open().stream().filter(upload -> !upload.parts().isEmpty()).toList();
    if (begun.isEmpty()) {
      add(key);
      return;
    }
    Upload upload =
        random.nextBoolean()
            ? begun.get(random.nextInt(begun.size()))
            : begun.stream()
                .max(Comparator.comparingInt((Upload each) -> each.kept().size()))
                .orElseThrow();
    if (upload.kept().size() == 1 && random.nextInt(3) != 0) {
      asker.unnoticed("part of " + upload.version(), () -> write(upload));
    } else if (random.nextInt(8) == 0) {
      completing.abort(upload);
    } else {
      completing.complete(upload);
    }
  }

  /** Lists the parts of one that goes on, or went on until lately. */
  void list() {
    if (!plan.uploads().isEmpty()) {
      completing.list(plan.uploads().get(random.nextInt(plan.uploads().size())));
    }
  }
}
