package dev.coffer.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestStore;
import dev.coffer.wire.s3.ListObjectVersions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Looks at everything while nobody changes anything. */
final class Survey {
  private final int number;
  private final Plan plan;
  private final Reading reading;
  private final Locking locking;
  private final TagChanges tagging;
  private final Completing completing;

  Survey(int number, Plan plan) {
    this.number = number;
    this.plan = plan;
    this.reading = new Reading(number, plan);
    var asker = new Asker(number, plan);
    this.locking = new Locking(number, plan, asker, new SplittableRandom(0));
    this.tagging = new TagChanges(number, plan, asker, new SplittableRandom(0));
    this.completing = new Completing(number, plan, asker, new SplittableRandom(0));
  }

  /** What the listings show, and all that they name can be read. */
  void take() {
    reading.list();
    if (plan.kind() != Kind.DIRECTORY) {
      plan.switching().look(plan);
      long begun = plan.history().tick();
      List<List<State.Kept>> all = allListed();
      assertThat(
              all.stream().flatMap(List::stream).filter(each -> !each.version().isMarker()).count())
          .as("versions that are counted")
          .isEqualTo(plan.counted());
      for (int key = 0; key < plan.keys(); key++) {
        plan.history().sure(new Effect.SeenAll(key, all.get(key)), begun);
      }
      plan.history().note(number, "survey", all);
    }
    lookAtUploads();
    for (int key = 0; key < plan.keys(); key++) {
      assertThat(reading.read(key).known()).as("what key %d holds is known", key).isTrue();
    }
    List.copyOf(plan.named().keySet()).forEach(reading::readVersion);
    if (plan.kind() != Kind.DIRECTORY) {
      for (int key = 0; key < plan.keys(); key++) {
        tagging.read(key, null);
      }
      List.copyOf(plan.named().keySet()).forEach(id -> tagging.read(plan.named(id).key(), id));
    }
    if (plan.kind() == Kind.LOCKED) {
      plan.defaults().look(plan);
      List.copyOf(plan.named().keySet()).forEach(locking::read);
    }
  }

  /** Which of them go on, and what parts they have. */
  private void lookAtUploads() {
    long begun = plan.history().tick();
    Set<String> listed = new HashSet<>();
    plan.listedUploads().forEach(upload -> requireNew(listed, upload.uploadId()));
    for (Upload upload : plan.uploads()) {
      boolean open = listed.contains(upload.id());
      plan.history()
          .sure(
              open
                  ? new UploadEffects.SeenOpen(upload.key(), upload.version())
                  : new UploadEffects.SeenEnded(upload.key(), upload.version()),
              begun);
      completing.list(upload);
    }
  }

  private List<List<State.Kept>> allListed() {
    try {
      return all();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<List<State.Kept>> all() throws IOException {
    Map<String, Line> lines = new TreeMap<>();
    Set<String> ids = new HashSet<>();
    String key = null;
    String id = null;
    do {
      ListObjectVersions.Output page =
          plan.store()
              .versionListings()
              .list(TestStore.CALLER, plan.requests().listVersions(key, id, pageSize()));
      int before = lines.size();
      for (var each : page.versions()) {
        requireNew(ids, each.key() + " " + each.versionId());
        lines.put(each.key() + place(each.versionId(), before), line(each));
      }
      for (var each : page.deleteMarkers()) {
        requireNew(ids, each.key() + " " + each.versionId());
        lines.put(each.key() + place(each.versionId(), before), line(each));
      }
      key = page.nextKeyMarker();
      id = page.nextVersionIdMarker();
      assertThat(key == null || lines.size() > before).as("the listing goes on").isTrue();
    } while (key != null);
    List<List<State.Kept>> all = new ArrayList<>();
    for (int i = 0; i < plan.keys(); i++) {
      all.add(new ArrayList<>());
    }
    lines.values().forEach(each -> add(all.get(each.key()), each));
    return all;
  }

  /** A null version's id does not say when it came, so there one comes after another. */
  private int pageSize() {
    return plan.kind() == Kind.SWITCHED ? 1 : 2;
  }

  /** By their ids the newest come first. */
  private String place(String id, int before) {
    return plan.kind() == Kind.SWITCHED ? "%04d".formatted(before) : id;
  }

  /** A line of a listing. */
  private record Line(int key, State.Kept kept, boolean latest) {}

  private Line line(ListObjectVersions.Version listed) throws IOException {
    int key = Requests.number(listed.key());
    Version version = reading.identify(key, listed.versionId());
    assertThat(listed.size()).isEqualTo(plan.contents().of(version.origin()).length);
    return new Line(key, kept(version, listed.versionId()), listed.latest());
  }

  private Line line(ListObjectVersions.DeleteMarker listed) {
    Plan.Named named = plan.named().get(listed.versionId());
    Version marker = named == null ? Version.ANY_MARKER : named.version();
    int key = Requests.number(listed.key());
    return new Line(key, kept(marker, listed.versionId()), listed.latest());
  }

  private static State.Kept kept(Version version, String id) {
    return new State.Kept(version, id.equals(Plan.NULL));
  }

  private static void requireNew(Set<String> listed, String id) {
    assertThat(listed.add(id)).as("whether %s is listed once", id).isTrue();
  }

  private static void add(List<State.Kept> versions, Line line) {
    assertThat(line.latest()).as("the latest").isEqualTo(versions.isEmpty());
    versions.add(line.kept());
  }
}
