package dev.coffer.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.blob.BlobId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A multipart upload, of whose parts each has the same number: of those, the one that began last is
 * kept.
 */
final class Upload {
  private final int key;
  private final String id;
  private final int version;
  private final Sealing sealing;
  private final List<Part> parts = new ArrayList<>();
  private int unanswered;

  Upload(int key, String id, int version, Sealing sealing) {
    this.key = key;
    this.id = id;
    this.version = version;
    this.sealing = sealing;
  }

  /**
   * A part that was answered.
   *
   * @param version what the object will be if it has this part
   * @param blob whose name says when it began
   */
  record Part(Version version, String eTag, BlobId blob) {}

  int key() {
    return key;
  }

  String id() {
    return id;
  }

  /** The number that its object will have. */
  int version() {
    return version;
  }

  Sealing sealing() {
    return sealing;
  }

  List<Part> parts() {
    return List.copyOf(parts);
  }

  void asked() {
    unanswered++;
  }

  void answered(Part part) {
    unanswered--;
    parts.add(part);
  }

  /** Nothing will come of it. */
  void refused() {
    unanswered--;
  }

  /** One to complete it with, mostly the right one; there must be any. */
  Part choose(SplittableRandom random) {
    return random.nextInt(4) == 0
        ? parts.get(random.nextInt(parts.size()))
        : parts.stream().max(Comparator.comparing(Part::blob)).orElseThrow();
  }

  /** It was completed with a part, when those others had been answered. */
  void requireLast(Part part, List<Part> before) {
    assertThat(before)
        .as("parts that began before the one that was kept")
        .allMatch(each -> each.blob().compareTo(part.blob()) <= 0);
  }

  /** It could not be completed with that part, so there was a later one. */
  void requireReplaced(Part part) {
    boolean later = parts.stream().anyMatch(each -> each.blob().compareTo(part.blob()) > 0);
    assertThat(later || unanswered > 0).as("a part that began later").isTrue();
  }
}
