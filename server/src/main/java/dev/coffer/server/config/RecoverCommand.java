package dev.coffer.server.config;

import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.blob.FileBlobs;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.RocksKv;
import dev.coffer.store.recover.Recovery;
import dev.coffer.store.recover.Wanted;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code coffer recover DATA}: what lies in a data folder and which key each version needs; with
 * {@code --to}, the objects themselves, without a server.
 *
 * <p>It asks no policy: whoever has the root key has everything but SSE-C. It ends with {@link
 * ExitCode#INCOMPLETE} when something that was wanted is damaged or could not be opened.
 */
@Command(
    name = "recover",
    description = "Lists the objects in the data folder of a stopped server, and extracts them.")
final class RecoverCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      description = "Extract into this folder, which must be new or empty.")
  private @Nullable Path to;

  @Option(names = "--check", description = "Read every object to its end, and keep nothing.")
  private boolean check;

  @Option(names = "--bucket", paramLabel = "NAME", description = "Of this bucket only.")
  private @Nullable String bucket;

  @Option(names = "--prefix", paramLabel = "TEXT", description = "Of object keys that begin so.")
  private String prefix = "";

  @Option(names = "--all-versions", description = "Earlier versions and delete markers too.")
  private boolean allVersions;

  @Option(
      names = "--despite-lost-commits",
      description = "Go on where commits of rows are lost. Work on a copy of the folder.")
  private boolean despiteLostCommits;

  @Mixin private StoppedStore store = new StoppedStore();

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  RecoverCommand() {}

  @Override
  public Integer call() {
    return store.run(this::recover);
  }

  private int recover(DataFolder folder, Recovery.Keyring ring) throws IOException {
    try (KvStore rows = open(folder.meta());
        BlobStore blobs = FileBlobs.open(folder.blobs())) {
      return recover(rows, blobs, ring);
    }
  }

  private KvStore open(Path meta) {
    if (!despiteLostCommits) {
      return RocksKv.open(meta);
    }
    PrintWriter err = spec.commandLine().getErr();
    err.println("! Commits may be lost, and after this the folder does not know it any more.");
    return RocksKv.openDespiteLostCommits(meta);
  }

  private int recover(KvStore rows, BlobStore blobs, Recovery.Keyring ring) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        "! No policy, grant or state of a KMS key is asked: whoever has the root key opens");
    err.println("  everything but SSE-C.");
    try (Recovery recovery = Recovery.open(rows, blobs, ring);
        RecoverSink sink = sink()) {
      var lines = new RecoverLines(spec.commandLine().getOut(), sink);
      recovery.each(new Wanted(bucket, prefix, allVersions), lines::show);
      err.println(lines.summary());
      return lines.complete() ? ExitCode.OK : ExitCode.INCOMPLETE;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private RecoverSink sink() throws IOException {
    if (to != null) {
      return RecoverFolder.make(to);
    }
    return check ? RecoverSink.CHECK : RecoverSink.LIST;
  }
}
