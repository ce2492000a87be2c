package dev.coffer.iam.entity;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import java.util.List;

/** Who refers to a managed policy: a row for each use, and their numbers. */
public final class Uses {
  private Uses() {}

  /** How a policy is used. */
  public enum How {
    ATTACHED('a'),
    BOUNDARY('b');

    private final char letter;

    How(char letter) {
      this.letter = letter;
    }
  }

  /** How often. */
  public record Count(long attached, long boundaries) {
    public static final Count NONE = new Count(0, 0);

    Count plus(How how, int more) {
      return switch (how) {
        case ATTACHED -> new Count(attached + more, boundaries);
        case BOUNDARY -> new Count(attached, boundaries + more);
      };
    }
  }

  public static Count count(Rows rows, String policyId) {
    return rows.get(countRow(policyId)).map(Uses::decode).orElse(Count.NONE);
  }

  /** Unique ids of entities, ascending: groups, then users, then roles. */
  public static List<String> entities(
      Rows rows, String policyId, How how, String after, int limit) {
    return rows.suffixes(row(policyId, how, ""), after, limit);
  }

  /** The entity's own row is put by the caller. */
  public static void add(Change change, String policyId, How how, Entity entity) {
    change.put(row(policyId, how, entity.id()), Fields.record());
    put(change, policyId, count(change, policyId).plus(how, 1));
  }

  public static void remove(Change change, String policyId, How how, Entity entity) {
    change.delete(row(policyId, how, entity.id()));
    put(change, policyId, count(change, policyId).plus(how, -1));
  }

  private static void put(Change change, String policyId, Count count) {
    if (count.equals(Count.NONE)) {
      change.delete(countRow(policyId));
    } else {
      change.put(countRow(policyId), Fields.record().u32(count.attached()).u32(count.boundaries()));
    }
  }

  private static Count decode(Bytes row) {
    FieldReader record = Fields.reader(row);
    var count = new Count(record.u32(), record.u32());
    record.requireEnd();
    return count;
  }

  private static String row(String policyId, How how, String entityId) {
    return "b/" + policyId + "/" + how.letter + "/" + entityId;
  }

  private static String countRow(String policyId) {
    return "c/" + policyId;
  }
}
