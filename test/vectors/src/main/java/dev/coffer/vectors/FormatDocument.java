package dev.coffer.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** A format's document, held against the code's version and the vectors. */
public record FormatDocument(String text) {

  /** Reads {@code docs/formats/NAME-vVERSION.md}. */
  public static FormatDocument of(String name, int version) {
    try {
      var document =
          new FormatDocument(
              Files.readString(
                  VectorFolder.repository()
                      .resolve("docs/formats/%s-v%d.md".formatted(name, version))));
      assertThat(document.text().lines().findFirst().orElseThrow())
          .endsWith(", version " + version);
      return document;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Requires that every vector is named in the document, and that there are vectors. */
  public void requireVectors(VectorFolder folder) {
    assertThat(folder.read())
        .isNotEmpty()
        .allSatisfy(vector -> assertThat(text).contains("`" + vector.name() + "`"));
  }
}
