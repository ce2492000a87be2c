package dev.coffer.wire.admin;

import java.util.List;

/**
 * What a recount of a bucket came to, as {@code coffer bucket encryption report --recount --json}
 * prints it.
 *
 * @param report as the counters say
 * @param found as the versions add up
 * @param uncounted versions and delete markers that the counters do not know of
 * @param changed true when counters and sums are of different moments, so that nothing is proved
 * @param proved true when they are of one moment and the same
 */
public record Recounted(
    BucketEncryption report,
    List<CountedVersions> found,
    long deleteMarkers,
    long uncounted,
    boolean changed,
    boolean proved) {
  public Recounted {
    found = List.copyOf(found);
  }
}
