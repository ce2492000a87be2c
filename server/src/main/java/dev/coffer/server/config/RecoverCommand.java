package dev.coffer.server.config;

import dev.coffer.crypto.envelope.CustomerKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.custody.Surroundings;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.blob.FileBlobs;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.RocksKv;
import dev.coffer.store.recover.Recovery;
import dev.coffer.store.recover.Wanted;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
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

  @Parameters(paramLabel = "DATA", description = "The data folder.")
  private Path data = Path.of(".");

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
      names = "--customer-key-file",
      paramLabel = "FILE",
      description = "Holds SSE-C keys: one in base64 on each line. May be given often.")
  private List<Path> customerKeyFiles = List.of();

  @Mixin private SecretOptions secrets = new SecretOptions();

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  RecoverCommand() {}

  @Override
  public Integer call() {
    return CustodyWork.run(data, this::recover);
  }

  private int recover(Path keys) throws IOException {
    if (!Files.isDirectory(data.resolve("meta"))) {
      throw new StartFailure(ExitCode.CONFIGURATION, "there are no rows in " + data);
    }
    var around = new Surroundings(InstantSource.system(), Entropy.system());
    List<Secret> customerKeys = new ArrayList<>();
    try (DataFolder folder = DataFolder.take(data);
        SecretOptions.Secrets found = secrets.find(keys, around);
        StoreRootKey root = found.open(keys);
        KvStore rows = RocksKv.open(folder.meta());
        BlobStore blobs = FileBlobs.open(folder.blobs())) {
      readCustomerKeys(customerKeys);
      return recover(rows, blobs, new Recovery.Keyring(root, customerKeys));
    } finally {
      customerKeys.forEach(Secret::close);
    }
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

  private void readCustomerKeys(List<Secret> keys) throws IOException {
    for (Path file : customerKeyFiles) {
      for (String line : SecretLines.all(file)) {
        keys.add(customerKey(file, line));
      }
    }
  }

  private static Secret customerKey(Path file, String line) {
    byte[] key = decoded(line);
    if (key.length != CustomerKey.KEY_BYTES) {
      Arrays.fill(key, (byte) 0);
      throw new StartFailure(
          ExitCode.CONFIGURATION, "a line of " + file + " is not the base64 of 32 bytes");
    }
    return Secret.of(key);
  }

  private static byte[] decoded(String line) {
    try {
      return Base64.getDecoder().decode(line);
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }
}
