package dev.coffer.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestStore;
import dev.coffer.wire.s3.ListObjectVersions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks at everything while nobody changes anything. */
final class Survey {
  private final int number;
  private final Plan plan;
  private final Reading reading;

  Survey(int number, Plan plan) {
    this.number = number;
    this.plan = plan;
    this.reading = new Reading(number, plan);
  }

  /** What the listings show, and all that they name can be read. */
  void take() {
    reading.list();
    if (plan.kind() != Kind.DIRECTORY) {
      long begun = plan.history().tick();
      List<List<Version>> all = allListed();
      assertThat(all.stream().flatMap(List::stream).filter(each -> !each.isMarker()).count())
          .as("versions that are counted")
          .isEqualTo(plan.counted());
      for (int key = 0; key < plan.keys(); key++) {
        plan.history().sure(new Effect.SeenAll(key, all.get(key)), begun);
      }
      plan.history().note(number, "survey", all);
    }
    for (int key = 0; key < plan.keys(); key++) {
      assertThat(reading.read(key, null).known()).as("what key %d holds is known", key).isTrue();
    }
    List.copyOf(plan.named().keySet()).forEach(reading::readVersion);
  }

  private List<List<Version>> allListed() {
    try {
      return all();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<List<Version>> all() throws IOException {
    Map<String, Line> lines = new TreeMap<>();
    String key = null;
    String id = null;
    do {
      ListObjectVersions.Output page =
          plan.store()
              .versionListings()
              .list(TestStore.CALLER, plan.requests().listVersions(key, id));
      for (var each : page.versions()) {
        lines.put(each.key() + each.versionId(), line(each));
      }
      for (var each : page.deleteMarkers()) {
        lines.put(each.key() + each.versionId(), line(each));
      }
      key = page.nextKeyMarker();
      id = page.nextVersionIdMarker();
    } while (key != null);
    List<List<Version>> all = new ArrayList<>();
    for (int i = 0; i < plan.keys(); i++) {
      all.add(new ArrayList<>());
    }
    lines.values().forEach(each -> add(all.get(each.key()), each));
    return all;
  }

  /** A line of a listing; by their ids the newest come first. */
  private record Line(int key, Version version, boolean latest) {}

  private Line line(ListObjectVersions.Version listed) throws IOException {
    int key = Requests.number(listed.key());
    Version version = reading.identify(key, listed.versionId());
    assertThat(listed.size()).isEqualTo(plan.contents().of(version.origin()).length);
    return new Line(key, version, listed.latest());
  }

  private Line line(ListObjectVersions.DeleteMarker listed) {
    Plan.Named named = plan.named().get(listed.versionId());
    Version marker = named == null ? Version.ANY_MARKER : named.version();
    return new Line(Requests.number(listed.key()), marker, listed.latest());
  }

  private static void add(List<Version> versions, Line line) {
    assertThat(line.latest()).as("the latest").isEqualTo(versions.isEmpty());
    versions.add(line.version());
  }
}
