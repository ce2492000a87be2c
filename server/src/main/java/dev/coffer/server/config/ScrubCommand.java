package dev.coffer.server.config;

import dev.coffer.storage.Corrupt;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.blob.FileBlobs;
import dev.coffer.storage.kv.RocksKv;
import dev.coffer.store.recover.Recovery;
import dev.coffer.store.recover.Scrub;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code coffer scrub DATA}: whether everything in a data folder is what was stored there.
 *
 * <p>A line for each finding: its kind, bucket, object key, version or part, and a sentence, with
 * tabs between. It ends with {@link ExitCode#INCOMPLETE} when something is damaged.
 */
@Command(
    name = "scrub",
    description =
        "Reads everything in the data folder of a stopped server and names what is damaged.")
final class ScrubCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private StoppedStore store = new StoppedStore();

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  ScrubCommand() {}

  @Override
  public Integer call() {
    return store.run(this::scrub);
  }

  private int scrub(DataFolder folder, Recovery.Keyring ring) {
    try (RocksKv rows = RocksKv.open(folder.meta());
        BlobStore blobs = FileBlobs.open(folder.blobs())) {
      boolean intact = verify(rows);
      return scrub(rows, blobs, ring) && intact ? ExitCode.OK : ExitCode.INCOMPLETE;
    } catch (Corrupt e) {
      line("damaged", "", "", "", "the stores cannot be opened: " + e.getMessage());
      return ExitCode.INCOMPLETE;
    }
  }

  /** Tables that nobody reads today are read tomorrow. */
  private boolean verify(RocksKv rows) {
    try {
      rows.verify();
      return true;
    } catch (Corrupt e) {
      line("damaged", "", "", "", "the tables of rows: " + e.getMessage());
      return false;
    }
  }

  private boolean scrub(RocksKv rows, BlobStore blobs, Recovery.Keyring ring) {
    try (Recovery recovery = Recovery.open(rows, blobs, ring)) {
      Scrub.Totals totals = Scrub.run(recovery, rows, this::show);
      spec.commandLine()
          .getErr()
          .printf(
              "%d versions and %d parts of uploads; %d bytes authentic; %d not proved; %d findings"
                  + " of damage%n",
              totals.versions(),
              totals.parts(),
              totals.plainBytes(),
              totals.unproved(),
              totals.damaged());
      return totals.damaged() == 0;
    }
  }

  private void show(Scrub.Finding finding) {
    line(
        finding.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        finding.bucket(),
        finding.key(),
        finding.which(),
        finding.what());
  }

  private void line(String... fields) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        String.join(
            "\t",
            Stream.of(fields)
                .map(field -> field.isEmpty() ? "-" : RecoverLines.plain(field))
                .toList()));
  }
}
