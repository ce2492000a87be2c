package dev.coffer.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Which files are finished blobs. Source: docs/formats/blob-files-v1.md §3. */
final class BlobFiles {
  private static final Pattern PATH =
      Pattern.compile(".*/blobs/[0-9a-f]{3}/[0-9a-f]{3}/[0-9a-f]{32}");

  private BlobFiles() {}

  static boolean isBlob(Path file) {
    return PATH.matcher(file.toString()).matches() && Files.isRegularFile(file);
  }
}
