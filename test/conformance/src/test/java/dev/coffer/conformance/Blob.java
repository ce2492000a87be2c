package dev.coffer.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A finished blob's file, and its bytes as they were. Source: docs/formats/blob-files-v1.md §3,
 * payload-v1.md.
 */
final class Blob {
  /** Salt and commitment. */
  private static final int SEAL_HEADER = 56;

  private static final int SEALED_CHUNK = 16_400;
  private static final int HINT_AT = 27;
  private static final int CHECKSUM = 4;

  private final Path file;
  private final byte[] header;
  private final byte[] sealed;

  private Blob(Path file, byte[] header, byte[] sealed) {
    this.file = file;
    this.header = header;
    this.sealed = sealed;
  }

  /** The blob that doing this makes below the data folder. */
  static Blob madeBy(Path data, Runnable action) {
    Set<Path> before = files(data);
    action.run();
    Set<Path> made = files(data);
    made.removeAll(before);
    if (made.size() != 1) {
      throw new IllegalStateException("one blob was to be made: " + made);
    }
    return read(made.iterator().next());
  }

  private static Set<Path> files(Path data) {
    try (Stream<Path> files = Files.walk(data.resolve("blobs"))) {
      return new HashSet<>(files.filter(BlobFiles::isBlob).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Blob read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      int content = HINT_AT + hintBytes(bytes) + CHECKSUM;
      return new Blob(
          file, Arrays.copyOf(bytes, content), Arrays.copyOfRange(bytes, content, bytes.length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int hintBytes(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getShort(HINT_AT - 2);
  }

  /** The content as it was written. */
  byte[] sealed() {
    return sealed.clone();
  }

  /** Bucket id and object key, as metadata-v1.md has it. */
  byte[] hint() {
    return Arrays.copyOfRange(header, HINT_AT, HINT_AT + hintBytes(header));
  }

  /** The sealed chunks; the last is shorter. */
  List<byte[]> chunks() {
    List<byte[]> chunks = new ArrayList<>();
    for (int from = SEAL_HEADER; from < sealed.length; from += SEALED_CHUNK) {
      chunks.add(Arrays.copyOfRange(sealed, from, Math.min(from + SEALED_CHUNK, sealed.length)));
    }
    return chunks;
  }

  byte[] sealHeader() {
    return Arrays.copyOf(sealed, SEAL_HEADER);
  }

  /** Puts other sealed bytes into the file. */
  void write(byte[] other) {
    try {
      byte[] whole = Arrays.copyOf(header, header.length + other.length);
      System.arraycopy(other, 0, whole, header.length, other.length);
      Files.write(file, whole);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void restore() {
    write(sealed);
  }
}
