package dev.coffer.kms.audit;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.mac.MacKey;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A folder of logs with a store in memory, a clock that stands, and alarms that are kept. */
final class Logs implements Alarm {
  static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
  static final String KEY = "11".repeat(32);
  static final String HERE = "22".repeat(16);

  final Path folder;
  final KvStore store;
  final List<String> alarms = Collections.synchronizedList(new ArrayList<>());
  final FaultyFolder disk;
  volatile Instant now = START;

  Logs(Path folder) {
    this(folder, new MemoryKv());
  }

  Logs(Path folder, KvStore store) {
    this.folder = folder;
    this.store = store;
    this.disk = new FaultyFolder(new DiskFolder(folder));
    store.create(INDEX);
  }

  static final Index INDEX = new Index("system");

  LogGround ground() {
    return ground(KEY, HERE);
  }

  LogGround ground(String keyHex, String installationHex) {
    var key = new MacKey(Secret.of(HexFormat.of().parseHex(keyHex)));
    Bytes installation = Bytes.ofHex(installationHex);
    return new LogGround(folder, store, INDEX, key, installation, () -> now, this);
  }

  static LogRules rules(Duration gather, OnFailure onFailure) {
    return new LogRules("kms", gather, 64L * 1024, onFailure);
  }

  ChainedLog open() throws IOException {
    return open(rules(Duration.ZERO, OnFailure.REFUSE));
  }

  ChainedLog open(LogRules rules) throws IOException {
    return ChainedLog.open(ground(), rules, disk);
  }

  static dev.coffer.storage.Bytes line(String name) {
    return dev.coffer.storage.Bytes.utf8("{\"eventName\":\"" + name + "\"}");
  }

  /** The lines of a file. */
  List<String> lines(int number) throws IOException {
    return Files.readAllLines(file(number));
  }

  Path file(int number) {
    return folder.resolve(new LogName("kms", number).toString());
  }

  LogHead head() {
    return ground().head("kms").find().orElseThrow();
  }

  @Override
  public void raise(String sentence, @Nullable Throwable cause) {
    alarms.add(sentence);
  }

  @Override
  public void end(String sentence) {
    alarms.add(sentence);
  }
}
