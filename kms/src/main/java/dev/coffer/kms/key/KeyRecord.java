package dev.coffer.kms.key;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A KMS key as bytes, before they are sealed. Source: docs/formats/kms-key-v1.md §3. */
final class KeyRecord {
  private KeyRecord() {}

  static Bytes encode(KmsKey key) {
    KmsKey.Nature nature = key.nature();
    return new FieldWriter()
        .string(nature.account())
        .string(nature.id().text())
        .u64(nature.created().toEpochMilli())
        .u8(Codes.SPECS.code(nature.spec()))
        .u8(Codes.USAGES.code(nature.usage()))
        .u8(Codes.ORIGINS.code(nature.origin()))
        .u8(Codes.MANAGERS.code(nature.manager()))
        .nullable(nature.keyStoreId(), FieldWriter::string)
        .string(key.description())
        .flag(key.enabled())
        .nullable(key.deletionDate(), KeyRecord::writeTime)
        .string(key.policy())
        .list(List.copyOf(key.tags().entrySet()), KeyRecord::writeTag)
        .nullable(key.rotation(), KeyRecord::writeRotation)
        .list(key.materials(), (fields, material) -> writeMaterial(fields, material, nature))
        .toBytes();
  }

  static KmsKey decode(Bytes record) {
    var reader = new FieldReader(record);
    var nature =
        new KmsKey.Nature(
            reader.string(),
            Decoded.keyId(reader.string()),
            readTime(reader),
            Codes.SPECS.word(reader.u8()),
            Codes.USAGES.word(reader.u8()),
            Codes.ORIGINS.word(reader.u8()),
            Codes.MANAGERS.word(reader.u8()),
            reader.nullable(FieldReader::string));
    var key =
        new KmsKey(
            nature,
            reader.string(),
            reader.flag(),
            reader.nullable(KeyRecord::readTime),
            reader.string(),
            Decoded.pairs(reader),
            reader.nullable(KeyRecord::readRotation),
            Decoded.numbered(reader.list(fields -> readMaterial(fields, nature))));
    reader.requireEnd();
    return key;
  }

  static void writeTime(FieldWriter writer, Instant time) {
    writer.u64(time.toEpochMilli());
  }

  static Instant readTime(FieldReader reader) {
    return Instant.ofEpochMilli(reader.u64());
  }

  private static void writeTag(FieldWriter writer, Map.Entry<String, String> tag) {
    writer.string(tag.getKey()).string(tag.getValue());
  }

  private static void writeRotation(FieldWriter writer, KmsKey.Rotation rotation) {
    writeTime(writer.u16(rotation.periodDays()), rotation.next());
  }

  private static KmsKey.Rotation readRotation(FieldReader reader) {
    return new KmsKey.Rotation(reader.u16(), readTime(reader));
  }

  private static void writeMaterial(FieldWriter writer, Material material, KmsKey.Nature nature) {
    writer
        .u32(material.number())
        .string(material.id())
        .u8(Codes.MATERIAL_STATES.code(material.state()))
        .u64(material.created().toEpochMilli())
        .nullableBytes(material.wrapped())
        .nullable(material.rotation(), KeyRecord::writeRotated)
        .nullable(material.imported(), KeyRecord::writeImported);
    Bytes publicKey = material.publicKey();
    if (nature.signs() != (publicKey != null)) {
      throw new IllegalArgumentException("a pair has a public half, and nothing else has");
    }
    if (publicKey != null) {
      writer.bytes(publicKey);
    }
  }

  private static Material readMaterial(FieldReader reader, KmsKey.Nature nature) {
    return new Material(
        (int) reader.u32(),
        reader.string(),
        Codes.MATERIAL_STATES.word(reader.u8()),
        readTime(reader),
        reader.nullableBytes(),
        reader.nullable(KeyRecord::readRotated),
        reader.nullable(KeyRecord::readImported),
        nature.signs() ? reader.bytes() : null);
  }

  private static void writeRotated(FieldWriter writer, Material.Rotated rotated) {
    writer.u64(rotated.date().toEpochMilli()).u8(Codes.ROTATIONS.code(rotated.type()));
  }

  private static Material.Rotated readRotated(FieldReader reader) {
    return new Material.Rotated(readTime(reader), Codes.ROTATIONS.word(reader.u8()));
  }

  private static void writeImported(FieldWriter writer, Material.Imported imported) {
    writer
        .string(imported.description())
        .u8(Codes.EXPIRATIONS.code(imported.model()))
        .nullable(imported.validTo(), KeyRecord::writeTime);
  }

  private static Material.Imported readImported(FieldReader reader) {
    return new Material.Imported(
        reader.string(), Codes.EXPIRATIONS.word(reader.u8()), reader.nullable(KeyRecord::readTime));
  }
}
