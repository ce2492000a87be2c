package dev.coffer.iam.entity;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import java.util.Optional;

/** The texts of policies, byte for byte as they were given. */
public final class Texts {
  /** UTF-8 bytes of a text, white space included, at most: what fits into a row. */
  public static final int MAX_BYTES = 60_000;

  private Texts() {}

  public static String inline(Rows rows, Holder holder, String name) {
    return find(rows, inlineRow(holder.id(), name)).orElseThrow(Texts::missing);
  }

  public static void putInline(Change change, Holder holder, String name, String text) {
    put(change, inlineRow(holder.id(), name), text);
  }

  public static void removeInline(Change change, Holder holder, String name) {
    change.delete(inlineRow(holder.id(), name));
  }

  public static String trust(Rows rows, RoleRow role) {
    return find(rows, trustRow(role)).orElseThrow(Texts::missing);
  }

  public static void putTrust(Change change, RoleRow role, String text) {
    put(change, trustRow(role), text);
  }

  public static void removeTrust(Change change, RoleRow role) {
    change.delete(trustRow(role));
  }

  public static String version(Rows rows, PolicyRow policy, int number) {
    return find(rows, versionRow(policy, number)).orElseThrow(Texts::missing);
  }

  public static void putVersion(Change change, PolicyRow policy, int number, String text) {
    put(change, versionRow(policy, number), text);
  }

  public static void removeVersion(Change change, PolicyRow policy, int number) {
    change.delete(versionRow(policy, number));
  }

  private static Optional<String> find(Rows rows, String suffix) {
    return rows.get(suffix).map(Texts::decode);
  }

  private static String decode(Bytes row) {
    FieldReader record = Fields.reader(row);
    String text = record.string(MAX_BYTES);
    record.requireEnd();
    return text;
  }

  private static void put(Change change, String suffix, String text) {
    change.put(suffix, Fields.record().string(text));
  }

  private static String inlineRow(String id, String name) {
    return "i/" + id + "/" + name;
  }

  private static String trustRow(RoleRow role) {
    return "t/" + role.id();
  }

  private static String versionRow(PolicyRow policy, int number) {
    return "v/" + policy.id() + "/" + number;
  }

  private static Corrupt missing() {
    return new Corrupt("the text of a policy is missing");
  }
}
