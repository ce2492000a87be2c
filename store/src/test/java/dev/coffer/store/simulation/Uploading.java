package dev.coffer.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestStore;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Begins uploads, adds to those that anybody began, and completes them. */
final class Uploading {
  private final Plan plan;
  private final Asker asker;
  private final SplittableRandom random;

  Uploading(Plan plan, Asker asker, SplittableRandom random) {
    this.plan = plan;
    this.asker = asker;
    this.random = random;
  }

  void begin(int key) {
    Sealing sealing = Sealing.any(plan.kind(), plan.kmsKeys(), random);
    int version = plan.contents().upload();
    asker.unnoticed(
        "upload to " + key,
        () -> {
          String id =
              plan.store()
                  .uploads()
                  .create(TestStore.CALLER, plan.requests().create(key, version, sealing))
                  .uploadId();
          plan.uploads().add(new Upload(key, id, version, sealing));
        });
  }

  private Upload any() {
    return plan.uploads().get(random.nextInt(plan.uploads().size()));
  }

  /** Adds a part to one of those that wait; begins one where none does. */
  void add(int key) {
    addTo(key, this::write);
  }

  /** Adds what still is as it was read, or a range of it. */
  void addCopy(int key, int from, Reading.Found source) {
    addTo(key, upload -> copy(upload, from, source));
  }

  private void addTo(int key, Consumer<Upload> action) {
    if (plan.uploads().isEmpty()) {
      begin(key);
    }
    if (!plan.uploads().isEmpty()) {
      Upload upload = any();
      asker.unnoticed("part of " + upload.version(), () -> action.accept(upload));
    }
  }

  private void write(Upload upload) {
    Version version = plan.contents().part(upload.version());
    byte[] content = plan.contents().of(version.origin());
    var op = plan.requests().part(upload.key(), upload.id(), upload.sealing().customer(), content);
    add(
        upload,
        version,
        Map.of(),
        () -> plan.store().uploads().uploadPart(TestStore.CALLER, op).eTag());
  }

  private void copy(Upload upload, int from, Reading.Found source) {
    int whole = source.version().origin();
    var stretch =
        random.nextBoolean()
            ? plan.contents().stretch(whole, random)
            : Optional.<Contents.Stretch>empty();
    int origin = stretch.map(Contents.Stretch::origin).orElse(whole);
    String range =
        stretch.map(part -> "bytes=" + part.firstByte() + "-" + part.lastByte()).orElse(null);
    var op = plan.requests().copyPart(upload, from, source, range);
    long begun = plan.history().tick();
    add(
        upload,
        plan.contents().copiedPart(upload.version(), origin),
        Writing.notAsRead(from, source.version()),
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
      Upload upload, Version version, Map<S3Error, List<Effect>> refused, Adding adding) {
    long begun = plan.history().tick();
    upload.asked();
    try {
      String eTag = adding.ask();
      upload.answered(new Upload.Part(version, eTag, plan.house().lastBlob()));
    } catch (S3Exception e) {
      upload.refused();
      if (refused.containsKey(e.error())) {
        refused.get(e.error()).forEach(effect -> plan.history().sure(effect, begun));
      } else {
        assertThat(e.error())
            .isIn(S3Error.NoSuchUpload, S3Error.KMS_DisabledException, S3Error.ServiceUnavailable);
      }
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Completes one, once and for all; nobody adds to it any more but who had begun to. */
  void complete(int key) {
    if (plan.uploads().stream().allMatch(upload -> upload.parts().isEmpty())) {
      add(key);
      return;
    }
    Upload upload = any();
    if (upload.parts().isEmpty()) {
      return;
    }
    plan.uploads().remove(upload);
    Upload.Part part = upload.choose(random);
    List<Upload.Part> before = upload.parts();
    var op =
        plan.requests()
            .complete(upload.key(), upload.id(), upload.sealing().customer(), part.eTag());
    var meaning =
        Asker.Meaning.adding(
            state -> Plan.put(upload.key(), part.version(), state),
            Map.of(S3Error.InvalidPart, List.of()));
    boolean done =
        asker.ask(
            meaning,
            () -> {
              try {
                return plan.store().completions().complete(TestStore.CALLER, op).versionId();
              } catch (S3Exception e) {
                if (e.error() == S3Error.InvalidPart) {
                  upload.requireReplaced(part);
                }
                throw e;
              }
            });
    if (done) {
      upload.requireLast(part, before);
    }
  }
}
