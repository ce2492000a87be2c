package dev.coffer.iam.entity;

import dev.coffer.storage.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * The rows of one account, all as of one moment. Suffixes are ASCII; their meaning:
 * docs/formats/iam-rows-v1.md.
 */
public sealed interface Rows permits Snapshot, Change {
  String accountId();

  Optional<Bytes> get(String suffix);

  /**
   * Suffixes behind a prefix, ascending, without the prefix.
   *
   * @param after only what comes after this one; empty for all
   * @param limit how many at most
   */
  List<String> suffixes(String prefix, String after, int limit);
}
