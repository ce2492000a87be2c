package dev.coffer.storage.kv;

import dev.coffer.storage.Corrupt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Finds out whether a folder of rows has all commits that were acknowledged, before RocksDB opens
 * it. Source: docs/decisions/0051-mark-of-the-last-commit.md.
 */
final class WholeRows {
  private WholeRows() {}

  /**
   * Looks without changing anything: RocksDB would remove tables that its manifest does not know.
   *
   * @throws Corrupt when commits that were acknowledged are not there any more
   */
  static void require(Path rows, OptionalLong written, RocksSettings settings)
      throws IOException, RocksDBException {
    Optional<LogCheck.Span> logged = LogCheck.require(rows);
    Path current = rows.resolve("CURRENT");
    if (!Files.exists(current)) {
      requireNone(rows, written);
      return;
    }
    String manifest = Files.readString(current, StandardCharsets.ISO_8859_1).strip();
    if (!manifest.matches("MANIFEST-[0-9]+") || !Files.exists(rows.resolve(manifest))) {
      throw new Corrupt("the rows have lost their manifest");
    }
    if (logged.isPresent()) {
      requireConnected(rows, logged.get(), settings);
    }
    if (written.isPresent() && (logged.isEmpty() || logged.get().last() < written.getAsLong())) {
      // The logs do not say it, so the tables must.
      try (RocksDB there = RocksDB.openReadOnly(settings.options(), rows.toString())) {
        if (there.getLatestSequenceNumber() < written.getAsLong()) {
          throw new Corrupt("the rows end before the last commit that was acknowledged")
              .with("last", there.getLatestSequenceNumber())
              .with("acknowledged", written.getAsLong());
        }
      }
    }
  }

  /**
   * The newest logs that follow each other must begin where the tables end, or before: between them
   * lies what a log held that is gone, or a table that the manifest has forgotten.
   */
  private static void requireConnected(Path rows, LogCheck.Span logged, RocksSettings settings)
      throws RocksDBException {
    try (Options tables = settings.withoutLogs(rows.resolveSibling(RocksRows.LIBRARY));
        RocksDB there = RocksDB.openReadOnly(tables, rows.toString())) {
      if (there.getLatestSequenceNumber() + 1 < logged.first()) {
        throw new Corrupt("commits between the tables of rows and their log are lost")
            .with("last in tables", there.getLatestSequenceNumber())
            .with("first in the log", logged.first());
      }
    }
  }

  /** Without this file RocksDB begins anew, over whatever lies there. */
  private static void requireNone(Path rows, OptionalLong written) throws IOException {
    boolean some = written.isPresent() && written.getAsLong() > 0;
    try (Stream<Path> files = Files.list(rows)) {
      some |= files.anyMatch(file -> file.toString().endsWith(".sst"));
    }
    if (some) {
      throw new Corrupt("the rows have lost the file CURRENT");
    }
  }
}
