package dev.coffer.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.StorageFailure;
import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.VersioningState;
import dev.coffer.wire.s3.CompleteMultipartUpload;
import dev.coffer.wire.s3.ListParts;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Completes uploads, aborts them, and lists their parts; several clients may at once. */
final class Completing {
  private final int number;
  private final Plan plan;
  private final Asker asker;
  private final SplittableRandom random;

  Completing(int number, Plan plan, Asker asker, SplittableRandom random) {
    this.number = number;
    this.plan = plan;
    this.asker = asker;
    this.random = random;
  }

  /** Completes one that has parts, rightly or not. */
  void complete(Upload upload) {
    boolean first = upload.lastNames() == null;
    PartNames names = PartNames.any(upload, plan.contents(), plan.kind(), random);
    Version made =
        names.flaws(plan.contents()).isEmpty()
            ? plan.contents().joined(upload.version(), names.origins()).orElse(null)
            : null;
    if (made == null && names.flaws(plan.contents()).isEmpty()) {
      return; // another content has its size, by which listings are told apart
    }
    upload.tried(names);
    NewLock lock = NewLock.of(plan, upload.lock());
    Map<S3Error, List<Effect>> refused = refused(upload, names, made);
    Asker.Meaning meaning =
        made == null
            ? Asker.Meaning.always(
                new UploadEffects.SeenMade(upload.key(), upload.version(), null, true), refused)
            : new Asker.Meaning(
                state -> lock.each(given -> completed(upload, made, state, given)),
                first,
                List.of(),
                refused);
    List<Upload.Part> before = upload.parts();
    if (asker.ask(meaning, () -> complete(upload, names, before))) {
      leave(upload);
    }
  }

  private Effect completed(Upload upload, Version made, VersioningState state, Lock given) {
    return new UploadEffects.Completed(
        upload.key(), upload.version(), plan.put(upload.key(), made, state).with(given));
  }

  /** Most are left alone then; some are tried once more. */
  private void leave(Upload upload) {
    if (random.nextInt(3) != 0) {
      upload.leave();
    }
  }

  private Map<S3Error, List<Effect>> refused(
      Upload upload, PartNames names, @Nullable Version made) {
    Effect open = new UploadEffects.SeenOpen(upload.key(), upload.version());
    Map<S3Error, List<Effect>> refused = new EnumMap<>(S3Error.class);
    names.flaws(plan.contents()).forEach(flaw -> refused.put(flaw, List.of(open)));
    if (names.ordered()) {
      refused.put(S3Error.InvalidPart, List.of(open));
    }
    boolean tellsObject = made != null && names.only(upload) && !plan.kind().renames();
    refused.put(
        S3Error.NoSuchUpload,
        List.of(
            tellsObject
                ? new UploadEffects.SeenMade(upload.key(), upload.version(), made, false)
                : new UploadEffects.SeenEnded(upload.key(), upload.version())));
    return refused;
  }

  private @Nullable String complete(Upload upload, PartNames names, List<Upload.Part> before) {
    long begun = plan.history().tick();
    CompleteMultipartUpload op = plan.requests().uploads().complete(upload, names);
    try {
      var output = plan.store().completions().complete(TestStore.CALLER, op);
      assertThat(output.eTag()).isEqualTo(eTag(names));
      names.parts().forEach(part -> Upload.requireKept(part, before));
      return output.versionId();
    } catch (S3Exception e) {
      if (e.error() == S3Error.InvalidPart) {
        explain(upload, names.require(e.elements().get("PartNumber")), begun);
      } else if (e.error() == S3Error.NoSuchUpload) {
        leave(upload);
      }
      throw e;
    }
  }

  /** What is not there was replaced, or its upload ended while its parts were looked for. */
  private void explain(Upload upload, Upload.Part missed, long begun) {
    if (PartNames.isWritten(missed) && !upload.mayReplace(missed)) {
      plan.history().sure(new UploadEffects.SeenEnded(upload.key(), upload.version()), begun);
    }
  }

  /** Made of those of its parts, as Amazon's clients expect it. */
  private static String eTag(PartNames names) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      names
          .parts()
          .forEach(part -> md5.update(HexFormat.of().parseHex(part.eTag().replace("\"", ""))));
      String digest = HexFormat.of().formatHex(md5.digest());
      return "\"" + digest + "-" + names.parts().size() + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Aborts one, whoever completes it. */
  void abort(Upload upload) {
    var op = plan.requests().uploads().abort(Requests.key(upload.key()), upload.id());
    var ended = List.<Effect>of(new UploadEffects.SeenEnded(upload.key(), upload.version()));
    var meaning =
        Asker.Meaning.always(
            new UploadEffects.Aborted(upload.key(), upload.version()),
            Map.of(S3Error.NoSuchUpload, ended));
    asker.ask(
        meaning,
        () -> {
          plan.store().uploads().abort(TestStore.CALLER, op);
          return null;
        });
    leave(upload);
  }

  /**
   * Lists its parts, of each of which the listing shows how it was at some time; one is only
   * lacking where the upload has ended meanwhile.
   */
  void list(Upload upload) {
    long begun = plan.history().tick();
    List<Upload.Part> before = upload.parts();
    String told;
    try {
      Map<Integer, String> shown = listed(upload);
      boolean lacking = false;
      for (int part = 1; part <= Upload.NUMBERS; part++) {
        lacking |= !shown.containsKey(part) && Upload.hasOne(part, before);
        upload.requireShown(part, shown.get(part), before);
      }
      plan.history().sure(lacking ? ended(upload) : open(upload), begun);
      told = shown.keySet().toString(); // an ETag may be another in every run
    } catch (S3Exception e) {
      assertThat(e.error()).isEqualTo(S3Error.NoSuchUpload);
      plan.history().sure(ended(upload), begun);
      told = e.error().name();
    } catch (StorageFailure | Ended e) {
      plan.requireNoDamage(e);
      told = "unknown, " + e.getMessage();
    }
    plan.history().note(number, "parts of " + upload.version() + " since " + begun, told);
  }

  private static Effect open(Upload upload) {
    return new UploadEffects.SeenOpen(upload.key(), upload.version());
  }

  /** Whose parts go while they are listed. */
  private static Effect ended(Upload upload) {
    return new UploadEffects.SeenEnded(upload.key(), upload.version());
  }

  private Map<Integer, String> listed(Upload upload) {
    Map<Integer, String> shown = new TreeMap<>();
    Integer marker = null;
    do {
      var op = plan.requests().uploads().parts(upload, marker);
      ListParts.Output page = plan.store().uploadListings().list(TestStore.CALLER, op);
      for (ListParts.Part part : page.parts()) {
        String before = shown.put(part.partNumber(), part.eTag());
        assertThat(before).as("part %d is listed once", part.partNumber()).isNull();
      }
      marker = page.truncated() ? page.nextPartNumberMarker() : null;
    } while (marker != null);
    return shown;
  }
}
