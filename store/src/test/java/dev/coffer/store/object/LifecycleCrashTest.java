package dev.coffer.store.object;

import static dev.coffer.store.object.Expiring.ALL;
import static dev.coffer.store.object.Expiring.days;
import static dev.coffer.store.object.Expiring.earlier;
import static dev.coffer.store.object.Expiring.prefix;
import static dev.coffer.store.object.Expiring.uploads;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.TestStore;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: wherever a pass breaks off, the next one ends where a whole one would have ended. */
final class LifecycleCrashTest {
  /** The process ends here. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Some of everything, in a bucket that has versions, or had, or never had. */
  private static Expiring filled(Breaking kv, String versioning) {
    var in = new Expiring(TestStore.over(kv));
    in.put("null");
    in.put("tmp/null");
    if (!versioning.equals("Never")) {
      in.test().setVersioning("Enabled");
    }
    for (String key : List.of("a", "b", "tmp/a", "tmp/b")) {
      in.put(key);
      in.put(key);
      in.put(key);
    }
    in.test().delete("b");
    in.test().delete("tmp/b");
    in.test().put(TestStore.putOp("tmp/large", new byte[100_000]));
    in.upload("a");
    in.upload("u");
    if (versioning.equals("Suspended")) {
      in.test().setVersioning("Suspended");
    }
    in.rules(days("tmp", prefix("tmp/"), 1), earlier(ALL, 1, 1), uploads(1));
    in.pass(3);
    return in;
  }

  /** Without ids, which are never the same twice. */
  private static List<String> shape(Expiring in) {
    return in.versions().stream()
        .map(line -> line.substring(0, line.indexOf(' ') + 2).replaceAll("[0-9a-z]$", "v"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Never", "Suspended", "Enabled"})
  void endsBetweenAnyTwoCalls(String versioning) {
    Expiring whole = filled(new Breaking(new MemoryKv(), Crash::new), versioning);
    settle(whole);
    List<String> expected = shape(whole);
    assertThat(expected).isNotEmpty();
    int calls = 0;
    boolean broken = true;
    while (broken) {
      var kv = new Breaking(new MemoryKv(), Crash::new);
      Expiring in = filled(kv, versioning);
      kv.breakAfter(calls);
      broken = breaks(in);
      kv.breakAfter(Breaking.NEVER);
      var after = new Expiring(in.test().restart());
      Predicate<String> kept = key -> !key.startsWith("tmp/");
      assertThat(after.keys().stream().filter(kept))
          .as("after " + calls)
          .isEqualTo(whole.keys().stream().filter(kept).toList());
      after.requireCounted();
      after.test().store.lifecycle().run();
      settle(after);
      assertThat(shape(after)).as("after " + calls + " calls").isEqualTo(expected);
      assertThat(after.uploads()).isEmpty();
      after.requireCounted();
      calls++;
    }
    assertThat(calls).as("calls that could be the last").isGreaterThan(30);
  }

  /** What a pass hides is an earlier version to the next one. */
  private static void settle(Expiring in) {
    in.run();
    in.run();
  }

  private static boolean breaks(Expiring in) {
    try {
      in.test().store.lifecycle().run();
      return false;
    } catch (Crash _) {
      return true;
    }
  }
}
