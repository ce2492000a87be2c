package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.wire.http.Percent;
import dev.coffer.wire.s3.ListObjectsV2;
import dev.coffer.wire.s3.ListedObject;
import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.RenameObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Renames in a {@link World}, and what they leave. */
final class Renaming {
  private Renaming() {}

  /** Bodies of every kind of place: in the row, in a blob, in parts. */
  enum Body {
    INLINE {
      @Override
      void put(World world, String key, long seed) {
        world.put(key, content(seed));
      }

      @Override
      byte[] content(long seed) {
        return World.noise(seed, 700);
      }
    },
    BLOB {
      @Override
      void put(World world, String key, long seed) {
        world.put(key, content(seed));
      }

      @Override
      byte[] content(long seed) {
        return World.noise(seed, 20_000);
      }
    },
    PARTS {
      @Override
      void put(World world, String key, long seed) {
        Uploading upload = Uploading.begin(world, key);
        var part = upload.sent(2, content(seed));
        upload.part(3, World.noise(seed + 1, 10));
        upload.complete(part);
      }

      @Override
      byte[] content(long seed) {
        return World.noise(seed, 40_000);
      }
    };

    abstract void put(World world, String key, long seed);

    abstract byte[] content(long seed);
  }

  static RenameObject op(String from, String to) {
    return op(from, to, Preconditions.NONE, null);
  }

  static RenameObject op(
      String from, String to, Preconditions destination, @Nullable String clientToken) {
    return new RenameObject(
        World.BUCKET,
        to,
        Percent.encodePath(from),
        destination,
        null,
        null,
        null,
        null,
        clientToken);
  }

  static void rename(World world, String from, String to) {
    world.store().renames().rename(World.CALLER, op(from, to));
  }

  static List<String> keys(World world) {
    var op =
        new ListObjectsV2(World.BUCKET, null, null, null, null, null, null, null, null, null, null);
    return world.store().listings().list(World.CALLER, op).contents().stream()
        .map(ListedObject::key)
        .toList();
  }

  /** What there is besides current versions: {@code key/kind}. */
  static List<String> beside(World world) {
    List<String> rows = new ArrayList<>();
    var index = world.store().buckets().require(World.BUCKET).index();
    Iterator<Entry> all = KvScan.entries(world.kv(), index, Key.startOf(Bytes.of((byte) 0)), 100);
    all.forEachRemaining(row -> {
      if (!row.key().suffix().equals(Suffixes.CURRENT)) {
        rows.add(row.key().group().toUtf8() + "/" + (char) row.key().suffix().at(0));
      }
    });
    return rows;
  }

  /** The groups of hints that tell of renames. */
  static List<String> hints(World world) {
    List<String> hints = new ArrayList<>();
    Iterator<Entry> all =
        KvScan.entries(world.kv(), Removals.HINTS, Key.startOf(Bytes.of((byte) 0)), 100);
    all.forEachRemaining(hint -> {
      char kind = (char) hint.key().group().at(0);
      if (kind == 'v' || kind == 'i') {
        hints.add(String.valueOf(kind));
      }
    });
    return hints;
  }
}
