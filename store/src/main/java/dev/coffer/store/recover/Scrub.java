package dev.coffer.store.recover;

import dev.coffer.crypto.envelope.Envelope;
import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.StorageFailure;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.object.ObjectGroup;
import dev.coffer.store.object.PartRow;
import dev.coffer.store.object.Salvage;
import dev.coffer.store.object.UploadRow;
import dev.coffer.store.tally.Count;
import dev.coffer.store.tally.SealedUnder;
import dev.coffer.store.tally.Tallies;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads everything that clients have stored to its end and tells what is not as it was stored: rows
 * and bodies that do not authenticate, bodies that are not there, and versions that the counters of
 * their bucket know and nobody else.
 *
 * <p>For a store that no server uses; it changes nothing. One run.
 */
public final class Scrub {
  private static final Wanted ALL = new Wanted(null, "", true);

  private final Recovery recovery;
  private final Tallies tallies;
  private final Consumer<Finding> findings;
  private long versions;
  private long parts;
  private long plainBytes;
  private long unproved;
  private long damaged;

  private Scrub(Recovery recovery, KvStore rows, Consumer<Finding> findings) {
    this.recovery = recovery;
    this.tallies = new Tallies(new FrozenKv(rows), Bucket::indexOf);
    this.findings = findings;
  }

  /** What a finding means. */
  public enum Kind {
    /** It is not what was stored, or some of it is missing; a server refuses to serve it. */
    DAMAGED,

    /** Rows are missing, or are there that were removed. */
    COUNTED_OTHERWISE,

    /** All of it is there, and its content could not be read: a key is not at hand. */
    UNPROVED
  }

  /**
   * Something that is not as it was stored.
   *
   * @param key the object's; empty when it is about the bucket
   * @param which the version, or {@code part N}; empty where neither is known
   * @param what in a sentence
   */
  public record Finding(Kind kind, String bucket, String key, String which, String what) {}

  /**
   * How much was read.
   *
   * @param versions delete markers are none
   * @param parts of uploads in progress
   * @param plainBytes of plaintext that authenticated
   * @param unproved of {@code versions} and {@code parts}: whose key is not at hand
   * @param damaged how many findings are of another kind
   */
  public record Totals(long versions, long parts, long plainBytes, long unproved, long damaged) {}

  /** Reads all of it, and passes findings on as they are made. */
  public static Totals run(Recovery recovery, KvStore rows, Consumer<Finding> findings) {
    return new Scrub(recovery, rows, findings).run();
  }

  private Totals run() {
    recovery.each(ALL, this::version);
    recovery.eachBucket(bucket -> {
      uploads(bucket);
      compare(bucket);
    });
    return new Totals(versions, parts, plainBytes, unproved, damaged);
  }

  private void version(Stored stored) {
    switch (stored) {
      case Stored.Version version -> {
        versions++;
        Stored.Name name = version.name();
        read(new At(name.bucket(), name.key(), name.versionId()), version.content());
      }
      case Stored.Marker _ -> {
        // Its row authenticated, and there is no more of it.
      }
      case Stored.Damaged row -> damaged(new At(row.bucket(), row.key(), ""), row.what());
    }
  }

  /** What a finding is about. */
  private record At(String bucket, String key, String which) {}

  private void read(At at, Stored.Content content) {
    var counting = new Counting();
    try {
      content.copyTo(counting);
      plainBytes += counting.bytes;
    } catch (CannotOpen e) {
      if (e.keyMissing()) {
        look(at, content, String.valueOf(e.getMessage()));
      } else {
        damaged(at, String.valueOf(e.getMessage()));
      }
    } catch (IOException e) {
      throw new IllegalStateException("counting bytes fails never", e);
    }
  }

  private void look(At at, Stored.Content content, String why) {
    try {
      content.requireThere();
      unproved++;
      find(Kind.UNPROVED, at, why);
    } catch (CannotOpen e) {
      damaged(at, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written", e);
    }
  }

  private void damaged(At at, String what) {
    damaged++;
    find(Kind.DAMAGED, at, what);
  }

  private void find(Kind kind, At at, String what) {
    findings.accept(new Finding(kind, at.bucket(), at.key(), at.which(), what));
  }

  private void uploads(Bucket bucket) {
    try {
      recovery.salvage().eachUpload(bucket, this::upload);
    } catch (StorageFailure e) {
      damaged(new At(bucket.name(), "", ""), "rows cannot be read: " + e.getMessage());
    }
  }

  private void upload(Salvage.Kept kept) {
    ObjectGroup at = kept.at();
    try {
      UploadRow upload = recovery.salvage().upload(kept);
      Iterator<PartRow> each = recovery.salvage().parts(kept, upload);
      while (each.hasNext()) {
        parts++;
        PartRow part = each.next();
        read(
            new At(at.bucket().name(), at.key(), "part " + part.facts().number()),
            new PartContent(new Salvage.KeptPart(kept, upload, part)));
      }
    } catch (NotAuthentic | StorageFailure e) {
      damaged(new At(at.bucket().name(), at.key(), ""), "an upload in progress: " + e.getMessage());
    }
  }

  /** The plaintext of a part. */
  private final class PartContent implements Stored.Content {
    private final Salvage.KeptPart part;

    PartContent(Salvage.KeptPart part) {
      this.part = part;
    }

    @Override
    public void copyTo(OutputStream out) throws IOException {
      Bytes objectId = part.row().facts().objectId();
      try {
        Envelope.Scheme scheme = Envelope.decode(part.row().envelope().toByteArray()).scheme();
        Bucket bucket = part.upload().at().bucket();
        try (DataKeys dataKeys = recovery.keys().open(bucket, objectId, scheme)) {
          recovery.salvage().copy(part, dataKeys, out);
        }
      } catch (NotAuthentic | StorageFailure e) {
        throw Recovery.damaged(e);
      }
    }

    @Override
    public void requireThere() throws IOException {
      try {
        Envelope.Scheme scheme = Envelope.decode(part.row().envelope().toByteArray()).scheme();
        recovery.salvage().requireSize(part, Recovery.layers(scheme));
      } catch (NotAuthentic | StorageFailure e) {
        throw Recovery.damaged(e);
      }
    }
  }

  /** Rows that are gone leave no trace but in the counters. */
  private void compare(Bucket bucket) {
    var at = new At(bucket.name(), "", "");
    try {
      if (!tallies.progress(bucket.id()).complete()) {
        find(Kind.UNPROVED, at, "its versions are not counted yet: none would be missed");
        return;
      }
      Map<SealedUnder, Count> there = recovery.salvage().counts(bucket);
      Map<SealedUnder, Count> counted = new TreeMap<>(tallies.counts(bucket.id()));
      if (!there.equals(counted)) {
        damaged++;
        find(
            Kind.COUNTED_OTHERWISE,
            at,
            "the counters know of %s, and there are %s".formatted(sum(counted), sum(there)));
      }
    } catch (NotAuthentic | StorageFailure e) {
      damaged(at, "its versions cannot be counted: " + e.getMessage());
    }
  }

  private static String sum(Map<SealedUnder, Count> counts) {
    Count all = counts.values().stream().reduce(Count.NONE, Count::plus);
    return "%d versions of %d bytes".formatted(all.versions(), all.sizeBytes());
  }

  /** Forgets what it is given. */
  private static final class Counting extends OutputStream {
    private long bytes;

    @Override
    public void write(int one) {
      bytes++;
    }

    @Override
    public void write(byte[] some, int offset, int length) {
      bytes += length;
    }
  }
}
