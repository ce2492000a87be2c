package dev.coffer.store.object;

import static dev.coffer.store.object.Expiring.ALL;
import static dev.coffer.store.object.Expiring.days;
import static dev.coffer.store.object.Expiring.earlier;
import static dev.coffer.store.object.Expiring.lonely;
import static dev.coffer.store.object.Expiring.prefix;
import static dev.coffer.store.object.Expiring.rule;
import static dev.coffer.store.object.Expiring.uploads;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestStore;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.LifecycleConfiguration.Expiration;
import dev.coffer.wire.s3.LifecycleConfiguration.Filter;
import dev.coffer.wire.s3.LifecycleConfiguration.Rule;
import dev.coffer.wire.s3.LifecycleConfiguration.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random writes, rules, days and passes, against a model in memory that reads the rules in its own
 * way: as dates of a calendar, over lists of versions.
 */
final class LifecycleModelTest {
  private static final int STEPS = 3_000;
  private static final List<String> KEYS = List.of("a", "b", "tmp/a", "tmp/b");

  /** A version, newest first in its list. */
  private record Known(String id, boolean marker, Instant made, int sizeBytes, boolean tagged) {
    String line(String key) {
      return key + (marker ? " -" : " ") + id;
    }
  }

  private final Expiring in = new Expiring(TestStore.withBucket());
  private final Map<String, List<Known>> model = new TreeMap<>();
  private String versioning = "Never";
  private List<Rule> rules = List.of();
  private int expired;

  @ParameterizedTest
  @ValueSource(longs = {20261129, 2, 3, 4})
  void theJobDoesWhatTheModelDoes(long seed) {
    var random = new Random(seed);
    KEYS.forEach(key -> model.put(key, new ArrayList<>()));
    for (int step = 0; step < STEPS; step++) {
      String where = "seed " + seed + " step " + step;
      step(random);
      if (random.nextInt(10) == 0) {
        pass();
        assertThat(in.versions()).as(where).isEqualTo(expected());
      }
    }
    in.requireCounted();
    assertThat(expired).as("the seed lets something expire").isGreaterThan(STEPS / 20);
  }

  private void step(Random random) {
    String key = KEYS.get(random.nextInt(KEYS.size()));
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> in.test().clock.advance(Duration.ofMinutes(random.nextInt(2500)));
      case 3 -> {
        rules = rules(random);
        in.rules(rules.toArray(Rule[]::new));
      }
      case 4 -> {
        if (random.nextInt(4) == 0) {
          versioning = random.nextBoolean() ? "Enabled" : "Suspended";
          in.test().setVersioning(versioning);
        }
      }
      case 5, 6 -> delete(key);
      default -> put(key, random);
    }
  }

  private static List<Rule> rules(Random random) {
    List<Rule> all = new ArrayList<>();
    Filter filter =
        switch (random.nextInt(5)) {
          case 0 -> ALL;
          case 1 -> prefix("tmp/");
          case 2 -> new Filter(null, new Tag("t", "1"), null, null, null);
          case 3 -> new Filter(null, null, 3L, null, null);
          default -> new Filter(null, null, null, 3L, null);
        };
    int days = 1 + random.nextInt(5);
    switch (random.nextInt(4)) {
      case 0 -> {}
      case 1 -> {
        Instant date = Instant.parse("2026-11-01T00:00:00Z").plus(Duration.ofDays(40));
        all.add(rule("date", prefix("b"), new Expiration(date, null, null)));
      }
      default -> all.add(days("days", filter, days));
    }
    if (random.nextBoolean()) {
      Integer kept = random.nextBoolean() ? null : 1 + random.nextInt(3);
      all.add(earlier(random.nextBoolean() ? ALL : filter, 1 + random.nextInt(5), kept));
      if (random.nextBoolean()) {
        all.add(earlier("another", filter, 1 + random.nextInt(3), null));
      }
    }
    if (random.nextInt(3) == 0) {
      all.add(lonely());
    }
    all.add(uploads(1));
    return all;
  }

  private void put(String key, Random random) {
    int size = random.nextInt(6);
    boolean tagged = random.nextBoolean();
    var extras = new Extras(tagged ? "t=1" : null, null, Extras.NONE.lock());
    String id = in.put(key, extras, new byte[size]).versionId();
    add(key, new Known(id == null ? "null" : id, false, now(), size, tagged));
  }

  private void delete(String key) {
    String id = in.test().delete(key).versionId();
    if (versioning.equals("Never")) {
      list(key).clear();
    } else {
      add(key, new Known(String.valueOf(id), true, now(), 0, false));
    }
  }

  private void add(String key, Known version) {
    if (version.id().equals("null")) {
      list(key).removeIf(other -> other.id().equals("null"));
    }
    list(key).addFirst(version);
  }

  private List<Known> list(String key) {
    return model.getOrDefault(key, List.of());
  }

  private Instant now() {
    return in.test().clock.instant();
  }

  private List<String> expected() {
    List<String> lines = new ArrayList<>();
    model.forEach((key, all) -> all.forEach(version -> lines.add(version.line(key))));
    return lines;
  }

  private void pass() {
    in.run();
    List<String> there = in.versions();
    model.forEach((key, all) -> pass(key, all, there));
  }

  /** A marker's id is the store's to choose; that it is there is the model's. */
  private void pass(String key, List<Known> all, List<String> there) {
    if (all.isEmpty()) {
      return;
    }
    List<Known> gone = earlierOnes(key, all);
    Known current = all.getFirst();
    boolean alone = all.size() == 1;
    if (current.marker() && alone && markerExpires(key, current)) {
      gone.add(current);
    }
    expired += gone.size();
    boolean hidden = !current.marker() && currentExpires(key, current);
    all.removeAll(gone);
    if (hidden) {
      expired++;
      hide(key, all, there);
    }
  }

  private void hide(String key, List<Known> all, List<String> there) {
    if (versioning.equals("Never")) {
      all.clear();
      return;
    }
    String id =
        there.stream()
            .filter(line -> line.startsWith(key + " -"))
            .findFirst()
            .map(line -> line.substring(key.length() + 2))
            .orElse("no marker");
    add(key, new Known(id, true, now(), 0, false));
  }

  private List<Known> earlierOnes(String key, List<Known> all) {
    List<Known> gone = new ArrayList<>();
    int newer = 0;
    for (int i = 1; i < all.size(); i++) {
      Known version = all.get(i);
      Instant since = all.get(i - 1).made();
      int kept = newer;
      if (rules.stream().anyMatch(rule -> removes(rule, key, version, since, kept))) {
        gone.add(version);
      } else {
        newer += version.marker() ? 0 : 1;
      }
    }
    return gone;
  }

  private boolean removes(Rule rule, String key, Known version, Instant since, int newer) {
    var said = rule.noncurrentVersionExpiration();
    return said != null
        && fits(rule.filter(), key, version)
        && over(since, said.noncurrentDays())
        && (said.newerNoncurrentVersions() == null || newer >= said.newerNoncurrentVersions());
  }

  private boolean currentExpires(String key, Known version) {
    return rules.stream()
        .anyMatch(rule -> fits(rule.filter(), key, version) && ends(rule, version.made()));
  }

  private boolean markerExpires(String key, Known marker) {
    return rules.stream()
        .filter(rule -> rule.filter().equals(ALL) || rule.filter().prefix() != null)
        .filter(rule -> fits(rule.filter(), key, marker))
        .anyMatch(rule ->
            ends(rule, marker.made())
                || (rule.expiration() != null
                    && Boolean.TRUE.equals(rule.expiration().expiredObjectDeleteMarker())));
  }

  private boolean ends(Rule rule, Instant made) {
    Expiration said = rule.expiration();
    if (said == null) {
      return false;
    }
    return said.date() == null ? over(made, said.days()) : !now().isBefore(said.date());
  }

  /** The day after the last of so many days has begun. */
  private boolean over(Instant start, @Nullable Integer days) {
    if (days == null) {
      return false;
    }
    LocalDate first = LocalDate.ofInstant(start.minusNanos(1_000_000), ZoneOffset.UTC);
    LocalDate today = LocalDate.ofInstant(now(), ZoneOffset.UTC);
    return !today.isBefore(first.plusDays(days + 1L));
  }

  private static boolean fits(Filter filter, String key, Known version) {
    return (filter.prefix() == null || key.startsWith(filter.prefix()))
        && (filter.tag() == null || version.tagged())
        && (filter.objectSizeGreaterThan() == null || version.sizeBytes() > 3)
        && (filter.objectSizeLessThan() == null || version.sizeBytes() < 3);
  }
}
