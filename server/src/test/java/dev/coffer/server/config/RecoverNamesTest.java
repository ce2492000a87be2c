package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.recover.Stored;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecoverNamesTest {
  private static final Path FOLDER = Path.of("/to/bucket");

  private static Stored.Name latest(String key) {
    return new Stored.Name("bucket", key, "null", true);
  }

  @Test
  void ordinaryKeysArePaths() {
    assertThat(RecoverNames.fileOf(FOLDER, latest("a/b c.txt")))
        .isEqualTo(Path.of("/to/bucket/a/b c.txt"));
    assertThat(RecoverNames.fileOf(FOLDER, new Stored.Name("bucket", "a", "00ff", false)))
        .isEqualTo(Path.of("/to/bucket/a@00ff"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../x",
        "a/../b",
        "a/./b",
        "/a",
        "a/",
        "a//b",
        ".hidden",
        ".coffer/1",
        "a\\b",
        "a\nb",
        "a\u0000b",
        "\u0085"
      })
  void otherKeysAreNot(String key) {
    assertThat(RecoverNames.fileOf(FOLDER, latest(key))).isNull();
  }

  @Test
  void aLongSegmentIsNotAFilesName() {
    assertThat(RecoverNames.fileOf(FOLDER, latest("a".repeat(200)))).isNotNull();
    assertThat(RecoverNames.fileOf(FOLDER, latest("a".repeat(201)))).isNull();
    assertThat(RecoverNames.fileOf(FOLDER, latest("ü".repeat(101)))).isNull();
  }
}
