package dev.coffer.iam.entity;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tags of entities, sorted by name. */
public final class Tags {
  /** Bytes of an entity's tags in their row at most: what a row holds. */
  public static final int MAX_BYTES = 60_000;

  private static final int MAX_TEXT = 1024;

  private Tags() {}

  public static Map<String, String> of(Rows rows, Entity entity) {
    return rows.get(row(entity)).map(Tags::decode).orElse(Map.of());
  }

  public static void put(Change change, Entity entity, Map<String, String> tags) {
    if (tags.isEmpty()) {
      change.delete(row(entity));
    } else {
      change.put(row(entity), encode(tags));
    }
  }

  /** How many bytes they take in their row. */
  public static int sizeBytes(Map<String, String> tags) {
    return encode(tags).toBytes().size();
  }

  private static FieldWriter encode(Map<String, String> tags) {
    List<Map.Entry<String, String>> sorted = new ArrayList<>(new TreeMap<>(tags).entrySet());
    return Fields.record()
        .list(sorted, (record, tag) -> record.string(tag.getKey()).string(tag.getValue()));
  }

  private static Map<String, String> decode(Bytes row) {
    FieldReader record = Fields.reader(row);
    var tags = new TreeMap<String, String>();
    record.list(tag -> tags.put(tag.string(MAX_TEXT), tag.string(MAX_TEXT)) == null);
    record.requireEnd();
    return Collections.unmodifiableMap(tags);
  }

  private static String row(Entity entity) {
    return "k/" + entity.id();
  }
}
