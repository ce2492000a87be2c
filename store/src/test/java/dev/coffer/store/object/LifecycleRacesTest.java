package dev.coffer.store.object;

import static dev.coffer.store.object.Expiring.ALL;
import static dev.coffer.store.object.Expiring.days;
import static dev.coffer.store.object.Expiring.earlier;
import static dev.coffer.store.object.Expiring.lonely;
import static dev.coffer.store.object.Expiring.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.storage.kv.Page;
import dev.coffer.store.TestStore;
import dev.coffer.wire.s3.LifecycleConfiguration.Expiration;
import dev.coffer.wire.s3.LifecycleConfiguration.Filter;
import dev.coffer.wire.s3.LifecycleConfiguration.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that come between the look at a row and what is done about it. */
final class LifecycleRacesTest {
  private static final int PAGE = 512;

  /** Ends a bucket's first page behind a current version, and then does something once. */
  private static final class Scanned extends ForwardingKv {
    private @Nullable Runnable next;

    Scanned(KvStore kv) {
      super(kv);
    }

    void behindTheCurrentVersion(Runnable action) {
      next = action;
    }

    @Override
    public Page scan(Index index, Key from, int limit) {
      Page page = super.scan(index, from, limit);
      Runnable action = next;
      if (action == null || limit != PAGE) {
        return page;
      }
      next = null;
      List<Entry> first =
          page.entries().stream()
              .takeWhile(entry -> entry.key().suffix().compareTo(Suffixes.CURRENT) <= 0)
              .toList();
      assertThat(first).isNotEmpty();
      action.run();
      return new Page(first, true);
    }
  }

  private final Meddling meddling = new Meddling(new MemoryKv());
  private final Expiring in = new Expiring(TestStore.over(meddling));
  private final TestStore test = in.test();

  @Test
  void versionsThatCameAfterTheCurrentOneWasSeenAreNotTakenForOld() {
    var kv = new Scanned(new MemoryKv());
    var paged = new Expiring(TestStore.over(kv));
    paged.test().setVersioning("Enabled");
    String first = paged.put("k");
    paged.rules(earlier(ALL, 1, null));
    paged.pass(10);
    String[] later = new String[2];
    kv.behindTheCurrentVersion(() -> {
      later[0] = paged.put("k");
      later[1] = paged.put("k");
    });
    paged.run();
    assertThat(paged.versions()).containsExactly("k " + later[1], "k " + later[0], "k " + first);
  }

  @Test
  void anObjectThatGotVersionsAndANewOneMeanwhileStays() {
    in.put("k");
    in.rules(days("all", ALL, 1));
    in.pass(3);
    String[] next = new String[1];
    meddling.beforeReading(
        Suffixes.CURRENT,
        () -> {
          test.setVersioning("Enabled");
          next[0] = in.put("k");
        });
    in.run();
    assertThat(meddling.done()).isTrue();
    assertThat(in.versions()).containsExactly("k " + next[0], "k null");
  }

  @Test
  void whatWasOverwrittenMeanwhileIsNotHidden() {
    test.setVersioning("Enabled");
    in.put("k");
    in.rules(days("all", ALL, 1));
    in.pass(3);
    meddling.beforeReading(Suffixes.CURRENT, () -> in.put("k"));
    in.run();
    assertThat(meddling.done()).isTrue();
    assertThat(in.keys()).containsExactly("k");
    assertThat(in.versions()).hasSize(2);
    in.requireCounted();
  }

  @Test
  void aVersionThatIsCurrentAgainIsNotRemoved() {
    test.setVersioning("Enabled");
    String first = in.put("k");
    String second = in.put("k");
    in.rules(earlier(ALL, 1, null));
    in.pass(3);
    meddling.beforeReading(Suffixes.CURRENT, () -> test.delete("k", second));
    in.run();
    assertThat(meddling.done()).isTrue();
    assertThat(in.versions()).containsExactly("k " + first);
  }

  /** It is hidden for less than a day then. */
  @Test
  void aVersionThatWasCurrentAgainAndIsHiddenAnewIsNotRemoved() {
    test.setVersioning("Enabled");
    String first = in.put("k");
    String second = in.put("k");
    in.rules(earlier(ALL, 1, null));
    in.pass(3);
    String[] third = new String[1];
    meddling.beforeReading(
        Suffixes.CURRENT,
        () -> {
          test.delete("k", second);
          third[0] = in.put("k");
        });
    in.run();
    assertThat(meddling.done()).isTrue();
    assertThat(in.versions()).containsExactly("k " + third[0], "k " + first);
    in.pass(2);
    in.run();
    assertThat(in.versions()).containsExactly("k " + third[0]);
    in.requireCounted();
  }

  /** Whatever the pass has looked at when that happens. */
  @Test
  void norIsItAtAnyMomentOfThePass() {
    boolean happened = true;
    for (int call = 0; happened; call++) {
      var kv = new OnceBefore(new MemoryKv());
      var late = new Expiring(TestStore.over(kv));
      late.test().setVersioning("Enabled");
      String first = late.put("k");
      String second = late.put("k");
      late.rules(earlier(ALL, 1, null));
      late.pass(3);
      boolean[] stood = new boolean[1];
      kv.call(
          call,
          () -> {
            stood[0] = late.versions().contains("k " + first);
            late.test().delete("k", second);
            late.put("k");
          });
      late.run();
      happened = kv.happened();
      assertThat(late.versions().contains("k " + first)).as("call %d", call).isEqualTo(stood[0]);
    }
  }

  private static Filter tagged() {
    return new Filter(null, new Tag("keep", "no"), null, null, null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Never", "Suspended", "Enabled"})
  void anObjectWhoseTagsWereChangedSinceItsPageWasReadStays(String versioning) {
    if (!versioning.equals("Never")) {
      test.setVersioning(versioning);
    }
    in.tagged("k", "keep=no");
    in.rules(rule("tags", tagged(), new Expiration(null, 1, null)));
    in.pass(3);
    meddling.beforeReading(Suffixes.CURRENT, () -> in.retag("k", null, "keep", "yes"));
    in.run();
    assertThat(meddling.done()).isTrue();
    assertThat(in.keys()).containsExactly("k");
    in.run();
    assertThat(in.versions()).hasSize(1);
    in.requireCounted();
  }

  @Test
  void anEarlierVersionWhoseTagsWereChangedSinceItsPageWasReadStays() {
    test.setVersioning("Enabled");
    in.tagged("k", "keep=no");
    String first = in.versions().getFirst();
    String second = in.put("k");
    in.rules(earlier(tagged(), 1, null));
    in.pass(3);
    String id = first.substring("k ".length());
    meddling.beforeReading(Suffixes.CURRENT, () -> in.retag("k", id, "keep", "yes"));
    in.run();
    assertThat(meddling.done()).isTrue();
    assertThat(in.versions()).containsExactly("k " + second, first);
    in.retag("k", id, "keep", "no");
    in.run();
    assertThat(in.versions()).containsExactly("k " + second);
    in.requireCounted();
  }

  @Test
  void aMarkerThatHidesSomethingAgainStays() {
    test.setVersioning("Enabled");
    test.delete("k");
    in.rules(lonely());
    meddling.beforeReading(
        Suffixes.CURRENT,
        () -> {
          in.put("k");
          test.delete("k");
        });
    in.run();
    assertThat(in.versions()).hasSize(3);
  }
}
