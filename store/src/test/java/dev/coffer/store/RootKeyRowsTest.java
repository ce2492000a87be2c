package dev.coffer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.FirstSecret;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.custody.Rotation;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.custody.UnlockSecret;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.Profile;
import dev.coffer.store.bucket.SystemKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new root key under everything that there is, with the power cut at every commit. */
final class RootKeyRowsTest {
  private static final BucketSettings SETTINGS = new BucketSettings("us-east-1", Profile.YEAR_2026);

  private final Entropy entropy = Entropy.system();
  @TempDir private Path keys;

  private UnlockSecret keyFile() {
    return new UnlockSecret.KeyFile(keys.resolve("root.key"));
  }

  private static TestStore filled(KvStore kv, StoreRootKey root) {
    TestStore store = TestStore.over(kv, SETTINGS, root);
    store.createBucket(TestStore.BUCKET);
    store.createBucket("second-bucket");
    store.put("key", "content");
    new SystemKeys(kv, root, Entropy.system()).require("some-purpose").close();
    return store;
  }

  private void begin(StoreRootKey root) {
    Rotation.begin(keys, root, List.of(keyFile()), Set.of(), entropy).root().close();
  }

  @Test
  void everythingOpensUnderTheNextRootKeyAndNothingUnderTheOneBefore() {
    try (StoreRootKey root = create()) {
      TestStore before = filled(new MemoryKv(), root);
      begin(root);
      try (StoreRootKey next = RootKeyFile.open(keys, keyFile())) {
        long keysOfRows = Rotation.complete(keys, next, RootKeyRows.of(before.kv, entropy));
        assertThat(keysOfRows).isEqualTo(2 + 2 * 2);
        assertThat(Rotation.complete(keys, next, RootKeyRows.of(before.kv, entropy))).isZero();
      }
      try (StoreRootKey next = RootKeyFile.open(keys, keyFile())) {
        assertThat(next.rotating()).isFalse();
        TestStore after = before.under(next);
        assertThat(after.text("key")).isEqualTo("content");
        after.createBucket("third-bucket");
      }
      assertThatExceptionOfType(NotAuthentic.class).isThrownBy(() -> before.under(root));
    }
  }

  @Test
  void aCrashAtAnyCommitLeavesBothReadableAndIsTakenUp() {
    for (int commits = 0; ; commits++) {
      Path folder = keys.resolve("run" + commits);
      var run = new Run(folder, commits);
      if (run.completes()) {
        assertThat(commits).isEqualTo(4);
        return;
      }
    }
  }

  /** One founding, one rotation that breaks off after so many commits, one that finishes. */
  private final class Run {
    private final Path folder;
    private final Failing kv = new Failing(new MemoryKv());
    private final int commits;

    Run(Path folder, int commits) {
      this.folder = folder;
      this.commits = commits;
    }

    private UnlockSecret secret() {
      return new UnlockSecret.KeyFile(folder.resolve("root.key"));
    }

    boolean completes() {
      try (StoreRootKey root =
          RootKeyFile.create(folder, new FirstSecret.KeyFile(), entropy).root()) {
        TestStore store = filled(kv, root);
        Rotation.begin(folder, root, List.of(secret()), Set.of(), entropy).root().close();
        boolean completed = breakOff();
        try (StoreRootKey next = RootKeyFile.open(folder, secret())) {
          assertThat(next.rotating()).isEqualTo(!completed);
          assertThat(store.under(next).text("key")).isEqualTo("content");
          Rotation.complete(folder, next, RootKeyRows.of(kv, entropy));
          assertThat(next.rotating()).isFalse();
          assertThat(store.under(next).text("key")).isEqualTo("content");
        }
        return completed;
      }
    }

    private boolean breakOff() {
      try (StoreRootKey next = RootKeyFile.open(folder, secret())) {
        kv.left = commits;
        Rotation.complete(folder, next, RootKeyRows.of(kv, entropy));
        return true;
      } catch (Unavailable _) {
        return false;
      } finally {
        kv.left = Integer.MAX_VALUE;
      }
    }
  }

  @Test
  void undecidedCommitsAndShortPagesDoNotMatter() {
    try (StoreRootKey root = create()) {
      TestStore before = filled(MemoryKv.hostile(5), root);
      begin(root);
      try (StoreRootKey next = RootKeyFile.open(keys, keyFile())) {
        Rotation.complete(keys, next, RootKeyRows.of(before.kv, entropy));
        assertThat(before.under(next).text("key")).isEqualTo("content");
      }
    }
  }

  /** Whoever wraps a stored key under the root key must be in the list, or a rotation loses it. */
  @Test
  void everyCallerThatWrapsIsInTheList() throws IOException {
    Pattern wraps = Pattern.compile("\\b[rR]oot(Key)?(\\(\\))?\\s*\\.wrap\\(");
    var callers = new ArrayList<String>();
    Path repository = Path.of(System.getProperty("coffer.root", ".."));
    for (String module : List.of("iam", "kms", "store", "server")) {
      try (Stream<Path> files = Files.walk(repository.resolve(module).resolve("src/main/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> wraps.matcher(read(file)).find())
            .forEach(file -> callers.add(String.valueOf(file.getFileName())));
      }
    }
    assertThat(callers)
        .containsExactlyInAnyOrder("SystemKeys.java", "BucketKeys.java", "Materials.java");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private StoreRootKey create() {
    return RootKeyFile.create(keys, new FirstSecret.KeyFile(), entropy).root();
  }

  /** Refuses every commit after so many. */
  private static final class Failing extends ForwardingKv {
    private int left = Integer.MAX_VALUE;

    Failing(KvStore inner) {
      super(inner);
    }

    @Override
    public Outcome commit(Commit commit) {
      if (left == 0) {
        throw new Unavailable("the power is cut");
      }
      left--;
      return super.commit(commit);
    }
  }
}
