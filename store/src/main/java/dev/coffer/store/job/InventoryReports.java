package dev.coffer.store.job;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.kv.Key;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketRoom;
import dev.coffer.store.bucket.Inventories;
import dev.coffer.store.bucket.InventoryProgress;
import dev.coffer.store.bucket.InventoryProgress.At;
import dev.coffer.store.bucket.InventoryProgress.Running;
import dev.coffer.store.inventory.Inventory;
import dev.coffer.store.inventory.Manifest;
import dev.coffer.store.inventory.ReportFile;
import dev.coffer.store.inventory.ReportNames;
import dev.coffer.store.inventory.ReportTable;
import dev.coffer.store.object.InventoryScan;
import dev.coffer.store.object.Objects;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the reports that inventories ask for when they are due: file by file, then what says which
 * files there are. Which file comes next, and from where on, is stored before it is written, so a
 * report that broke off with the server is taken up at a file's beginning and has no version twice.
 *
 * <p>A report that may not be written, or that meets what is not what was stored, is left for an
 * hour, and the others go on. An inventory that was put wakes the job. Source: docs/decisions/0049.
 */
public final class InventoryReports implements Job {
  /** Lines of one file, unless told otherwise. */
  public static final long LINES = 1_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(InventoryReports.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Duration LEFT = Duration.ofHours(1);
  private static final int NAME_BYTES = 16;
  private static final int PAGE = 100;

  private final BucketRoom buckets;
  private final Inventories inventories;
  private final InventoryProgress progress;
  private final InventoryScan scan;
  private final ReportWriter writer;
  private final InstantSource clock;
  private final Entropy entropy;
  private final long lines;
  private final Map<Which, Instant> left = new HashMap<>();
  private volatile boolean stopped;

  /**
   * Builds the job; nothing runs yet.
   *
   * @param lines of one file
   */
  public InventoryReports(
      BucketRoom buckets,
      Inventories inventories,
      InventoryScan scan,
      Objects objects,
      InstantSource clock,
      Entropy entropy,
      long lines) {
    this.buckets = buckets;
    this.inventories = inventories;
    this.progress = buckets.inventoryProgress();
    this.scan = scan;
    this.writer = new ReportWriter(buckets, objects, clock, entropy);
    this.clock = clock;
    this.entropy = entropy;
    this.lines = lines;
  }

  private record Which(Bytes bucketId, String id) {}

  @Override
  public String name() {
    return "inventory";
  }

  @Override
  public Duration pause() {
    return PAUSE;
  }

  /** What was left may have become possible by what somebody has just put. */
  @Override
  public void runWoken() {
    left.clear();
    run();
  }

  /** Ends a report at the end of its file; it is taken up when the store is opened again. */
  public void stop() {
    stopped = true;
  }

  /** Makes every report that is due. */
  @Override
  public void run() {
    Instant now = clock.instant();
    left.values().removeIf(until -> !until.isAfter(now));
    progress.sweep(this::there);
    @Nullable String after = null;
    List<Bucket> page = buckets.readable(null, PAGE);
    while (!page.isEmpty() && !stopped) {
      page.forEach(this::over);
      after = page.getLast().name();
      page = buckets.readable(after, PAGE);
    }
  }

  private boolean there(String bucket, Bytes bucketId, String id) {
    return buckets
        .buckets()
        .find(bucket)
        .filter(found -> found.id().equals(bucketId))
        .flatMap(found -> inventories.find(found, id))
        .isPresent();
  }

  private void over(Bucket bucket) {
    for (Inventory inventory : readable(bucket)) {
      if (inventory.enabled() && !stopped && !left.containsKey(which(bucket, inventory))) {
        attempt(bucket, inventory);
      }
    }
  }

  /** What is damaged stays, with an alarm each time, and does not stop the others. */
  private List<Inventory> readable(Bucket bucket) {
    try {
      return inventories.all(bucket);
    } catch (Corrupt | NotAuthentic e) {
      LOG.error("ALARM the inventories of bucket {} cannot be read", bucket.name(), e);
      return List.of();
    }
  }

  private static Which which(Bucket bucket, Inventory inventory) {
    return new Which(bucket.id(), inventory.id());
  }

  private void attempt(Bucket bucket, Inventory inventory) {
    try {
      At at = progress.find(bucket, inventory.id());
      Instant now = clock.instant();
      if (isOf(inventory, at.running()) || inventory.frequency().due(at.last(), now)) {
        new Report(bucket, inventory, at).make();
      }
    } catch (S3Exception refusal) {
      LOG.warn(
          "inventory {} of bucket {} is not delivered to {}: {}: {}",
          inventory.id(),
          bucket.name(),
          inventory.destination().bucket(),
          refusal.error().code(),
          refusal.text());
      leave(bucket, inventory);
    } catch (Corrupt | NotAuthentic e) {
      LOG.error("ALARM an inventory met what is not what was stored", e);
      leave(bucket, inventory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void leave(Bucket bucket, Inventory inventory) {
    left.put(which(bucket, inventory), clock.instant().plus(LEFT));
  }

  private static boolean isOf(Inventory inventory, @Nullable Running running) {
    return running != null && running.inventory().equals(inventory.encode());
  }

  private String newName() {
    return HexFormat.of()
        .formatHex(entropy.bytes(NAME_BYTES))
        .replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
  }

  /** One report on its way. */
  private final class Report {
    private final Bucket bucket;
    private final Inventory inventory;
    private final @Nullable Instant last;
    private Running running;

    Report(Bucket bucket, Inventory inventory, At at) {
      this.bucket = bucket;
      this.inventory = inventory;
      this.last = at.last();
      Running found = at.running();
      this.running = found != null && isOf(inventory, found) ? found : begun();
    }

    private Running begun() {
      Instant began = Instant.ofEpochMilli(clock.millis());
      return new Running(began, inventory.encode(), newName(), null, 0);
    }

    private At at() {
      return new At(bucket.name(), last, running);
    }

    void make() throws IOException {
      writer.requireDestination(bucket, inventory, names().data(running.file()));
      if (running.files() == 0) {
        progress.begin(bucket, inventory.id(), at());
      }
      boolean more = true;
      while (more && !stopped && stands()) {
        more = file();
      }
      if (!more && stands()) {
        finish();
      }
    }

    private ReportNames names() {
      return new ReportNames(bucket.name(), inventory, running.began());
    }

    /** Whether bucket and inventory are still what they were. */
    private boolean stands() {
      Optional<Bucket> now =
          buckets.buckets().find(bucket.name()).filter(found -> found.id().equals(bucket.id()));
      return now.flatMap(found -> inventories.find(found, inventory.id()))
          .filter(inventory::equals)
          .isPresent();
    }

    /** Writes the next file; false when there is nothing left to write. */
    private boolean file() throws IOException {
      Key from = running.from();
      if (running.files() > 0 && from == null) {
        return false;
      }
      try (InventoryScan.Stretch versions = scan.open(bucket, inventory, from)) {
        if (versions.next() == null) {
          return false;
        }
        var stream = new ReportStream(versions, new ReportTable(bucket.name(), inventory), lines);
        String key = names().data(running.file());
        put(key, "application/octet-stream", new Body(stream, Body.UNKNOWN));
        var file = new ReportFile(key, stream.sizeBytes(), stream.md5());
        running =
            new Running(
                running.began(),
                running.inventory(),
                newName(),
                versions.next(),
                running.files() + 1);
        progress.add(bucket, inventory.id(), file, at());
        return running.from() != null;
      }
    }

    private void finish() throws IOException {
      List<ReportFile> files = progress.files(bucket, inventory.id());
      var manifest = new Manifest(bucket.name(), inventory, running.began(), files);
      byte[] json = manifest.json();
      put(names().symlinks(), "text/plain", Body.of(manifest.symlinks()));
      put(names().manifest(), "application/json", Body.of(json));
      put(names().checksum(), "text/plain", Body.of(Manifest.checksum(json)));
      progress.end(bucket, inventory.id(), running.began());
      LOG.debug("inventory {} of {} has {} files", inventory.id(), bucket.name(), files.size());
    }

    private void put(String key, String type, Body content) throws IOException {
      writer.put(bucket, inventory, new ReportWriter.File(key, type, content));
    }
  }
}
