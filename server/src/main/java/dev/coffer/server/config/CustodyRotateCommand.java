package dev.coffer.server.config;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.Rotation;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.custody.Surroundings;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.RocksKv;
import dev.coffer.store.RootKeyRows;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coffer custody rotate DATA}: a new root key under everything. */
@Command(
    name = "rotate",
    description = "Replaces the root key and wraps all keys below it anew; the server is stopped.")
final class CustodyRotateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DATA", description = "The data folder.")
  private Path data = Path.of(".");

  @Option(
      names = "--drop",
      paramLabel = "SLOT",
      description = "A slot that shall not open the new root key; may be repeated.")
  private List<String> dropped = new ArrayList<>();

  @Mixin private SecretOptions secrets = new SecretOptions();

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  CustodyRotateCommand() {}

  @Override
  public Integer call() {
    Set<Bytes> drop = new HashSet<>();
    dropped.forEach(slot -> drop.add(CustodyRemoveCommand.slotId(slot)));
    return CustodyWork.run(data, keys -> rotate(keys, drop));
  }

  private int rotate(Path keys, Set<Bytes> drop) throws IOException {
    var around = new Surroundings(InstantSource.system(), Entropy.system());
    try (DataFolder folder = DataFolder.take(data);
        SecretOptions.Secrets found = secrets.find(keys, around);
        StoreRootKey root = found.open(keys)) {
      PrintWriter out = spec.commandLine().getOut();
      Path rows = folder.rowsToOpenOrBegin(); // before anything is changed
      if (root.rotating()) {
        out.println("a rotation was begun before; it is finished now");
        out.println("  if you did not see its new recovery key or shares, add others");
        finish(folder.keys(), rows, root, around.entropy());
        return ExitCode.OK;
      }
      var begun = Rotation.begin(keys, root, found.all(), drop, around.entropy());
      try (StoreRootKey next = begun.root()) {
        begun.renewed().forEach(added -> CustodyAddCommand.tell(out, added));
        finish(folder.keys(), rows, next, around.entropy());
      }
      return ExitCode.OK;
    }
  }

  private void finish(Path keyFolder, Path rows, StoreRootKey root, Entropy entropy)
      throws IOException {
    try (KvStore kv = RocksKv.open(rows)) {
      long keys = Rotation.complete(keyFolder, root, RootKeyRows.of(kv, entropy));
      spec.commandLine()
          .getOut()
          .println("Root key      version " + root.version() + "; " + keys + " keys wrapped anew");
    }
  }
}
