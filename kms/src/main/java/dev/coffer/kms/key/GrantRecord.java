package dev.coffer.kms.key;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.wire.kms.GrantOperation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A grant as bytes, before they are sealed. Source: docs/formats/kms-key-v1.md §5. */
final class GrantRecord {
  private GrantRecord() {}

  static Bytes encode(Grant grant) {
    return write(grant).u64(grant.created().toEpochMilli()).toBytes();
  }

  /** All that was asked for, in an order that does not depend on the request's. */
  static Bytes request(Grant grant) {
    return write(grant).toBytes();
  }

  private static FieldWriter write(Grant grant) {
    List<GrantOperation> operations = grant.operations().stream().distinct().sorted().toList();
    Grant.Constraints constraints = grant.constraints();
    return new FieldWriter()
        .nullableString(grant.name())
        .string(grant.grantee())
        .nullableString(grant.retiring())
        .string(grant.issuingAccount())
        .list(operations, (writer, word) -> writer.u8(Codes.GRANT_OPERATIONS.code(word)))
        .list(pairs(constraints.subset()), GrantRecord::writePair)
        .nullable(
            constraints.equal(),
            (writer, equal) -> writer.list(pairs(equal), GrantRecord::writePair))
        .nullableString(constraints.sourceArn());
  }

  static Grant decode(String id, Bytes record) {
    var reader = new FieldReader(record);
    String name = reader.nullableString();
    String grantee = reader.string();
    String retiring = reader.nullableString();
    String issuing = reader.string();
    List<GrantOperation> operations = reader.list(code -> Codes.GRANT_OPERATIONS.word(code.u8()));
    var constraints =
        new Grant.Constraints(
            Decoded.pairs(reader), reader.nullable(Decoded::pairs), reader.nullableString());
    Instant created = Instant.ofEpochMilli(reader.u64());
    reader.requireEnd();
    return new Grant(id, name, grantee, retiring, issuing, operations, constraints, created);
  }

  private static List<Map.Entry<String, String>> pairs(Map<String, String> map) {
    return List.copyOf(new TreeMap<>(map).entrySet());
  }

  private static void writePair(FieldWriter writer, Map.Entry<String, String> pair) {
    writer.string(pair.getKey()).string(pair.getValue());
  }
}
