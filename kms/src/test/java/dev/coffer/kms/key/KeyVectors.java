package dev.coffer.kms.key;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.operation.TokenVectors;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.vectors.VectorFile;
import dev.coffer.wire.kms.ExpirationModel;
import dev.coffer.wire.kms.KeyManager;
import dev.coffer.wire.kms.KeyMaterialState;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.KeyUsage;
import dev.coffer.wire.kms.Origin;
import dev.coffer.wire.kms.RotationType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes the files of vectors/kms-key-v1, the same to the last bit each time: those of keys here,
 * those of other rows in {@link KeyRowVectors}, those of tokens in {@link TokenVectors}.
 */
final class KeyVectors {
  static final String OPENS = "opens";
  static final String ABSENT = "absent";
  static final String CORRUPT = "corrupt";
  static final String NOT_AUTHENTIC = "not authentic";
  static final String UNAVAILABLE = "unavailable";

  static final Index INDEX = new Index("system");
  static final String ACCOUNT = "111122223333";
  static final KeyId ID = new KeyId("1234abcd-12ab-34cd-56ef-1234567890ab");
  static final KeyId OTHER = new KeyId("1234abcd-12ab-34cd-56ef-1234567890ac");
  static final Instant WHEN = Instant.parse("2026-11-23T10:00:00.123Z");
  private static final Instant LATER = Instant.parse("2027-11-23T10:00:00.123Z");
  private static final String POLICY = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";
  private static final int SPEC_AT = 1 + 12 + 1 + 36 + 8;

  private final Entropy entropy = new Random(20261201)::nextBytes;
  private final byte[] recordsKey = entropy.bytes(32);
  private final byte[] installationId = entropy.bytes(16);
  private final KmsKey plain = key(ID, KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT, null);
  private final List<VectorFile> all = new ArrayList<>();

  List<VectorFile> all() {
    keys();
    heads();
    records();
    moved();
    split();
    var rows = new KeyRowVectors(entropy, recordsKey, installationId);
    all.addAll(rows.all());
    all.addAll(new TokenVectors().all());
    pairs();
    all.add(rows.pair());
    return all;
  }

  private KmsKey key(KeyId id, KeySpec spec, KeyUsage usage, @Nullable String store) {
    Origin origin = store == null ? Origin.AWS_KMS : Origin.AWS_CLOUDHSM;
    var nature =
        new KmsKey.Nature(ACCOUNT, id, WHEN, spec, usage, origin, KeyManager.CUSTOMER, store);
    return new KmsKey(
        nature,
        "",
        true,
        null,
        POLICY,
        Map.of(),
        null,
        List.of(drawn(1, KeyMaterialState.CURRENT)));
  }

  private Material drawn(int number, KeyMaterialState state) {
    return new Material(number, name(number), state, WHEN, wrapped(), null, null, null);
  }

  private static String name(int number) {
    return "%064x".formatted(number);
  }

  private Bytes wrapped() {
    return Bytes.copyOf(entropy.bytes(104));
  }

  private void keys() {
    opens("key", "a symmetric key", plain);
    KmsKey hmac = key(ID, KeySpec.HMAC_512, KeyUsage.GENERATE_VERIFY_MAC, null);
    opens("key_hmac", "an HMAC key", hmac);
    KeyId many = new KeyId("mrk-1234abcd12ab34cd56ef1234567890ab");
    opens(
        "key_multi_region",
        "a multi-Region key",
        key(many, KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT, null));
    opens(
        "key_in_store",
        "a key in a custom key store",
        key(ID, KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT, "cks-0123456789abcdef0"));
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("team", "blau");
    tags.put("Straße", "");
    opens(
        "key_everything",
        "described, tagged, rotated each year, to be deleted",
        plain
            .describedAs("für Bilder")
            .withTags(tags)
            .withRotation(new KmsKey.Rotation(365, LATER))
            .enabled(false)
            .deletedOn(LATER));
    opens(
        "key_rotated",
        "two rotations",
        plain
            .rotatedTo(drawn(2, KeyMaterialState.CURRENT), LATER, RotationType.AUTOMATIC)
            .rotatedTo(drawn(3, KeyMaterialState.CURRENT), LATER, RotationType.ON_DEMAND));
    opens("key_managed", "a key of the service", of(Origin.AWS_KMS, KeyManager.AWS, plain));
    KmsKey external = of(Origin.EXTERNAL, KeyManager.CUSTOMER, plain);
    opens("key_without_material", "before its import", external.withMaterials(List.of()));
    opens(
        "key_imported",
        "material that expired, is there, waits",
        external.withMaterials(imported()));
  }

  private List<Material> imported() {
    var expires = new Material.Imported("old", ExpirationModel.KEY_MATERIAL_EXPIRES, LATER);
    var stays = new Material.Imported("", ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE, null);
    Material first = drawn(1, KeyMaterialState.NON_CURRENT).present(wrapped(), expires).absent();
    Material second =
        drawn(2, KeyMaterialState.CURRENT)
            .present(wrapped(), stays)
            .in(KeyMaterialState.CURRENT, new Material.Rotated(LATER, RotationType.ON_DEMAND));
    Material third = drawn(3, KeyMaterialState.PENDING_ROTATION).present(wrapped(), stays);
    return List.of(first, second, third);
  }

  private static KmsKey of(Origin origin, KeyManager manager, KmsKey key) {
    KmsKey.Nature is = key.nature();
    var nature =
        new KmsKey.Nature(
            is.account(), is.id(), is.created(), is.spec(), is.usage(), origin, manager, null);
    return new KmsKey(nature, "", true, null, POLICY, Map.of(), key.rotation(), key.materials());
  }

  private void heads() {
    Bytes head = rows(plain).getFirst();
    refused("key_version_0", CORRUPT, "version 0", set(head, 0, 0));
    refused("key_version_2", CORRUPT, "a later version", set(head, 0, 2));
    refused("key_head_cut", CORRUPT, "a byte less", head.slice(0, head.size() - 1));
    refused("key_head_trailing_byte", CORRUPT, "a byte more", head.concat(Bytes.of((byte) 0)));
    refused("key_head_only_version", CORRUPT, "nothing after it", head.slice(0, 1));
    Bytes part = KeyHead.decode(head).part();
    Bytes shorter = Bytes.copyOf(entropy.bytes(15));
    refused("key_revision_short", CORRUPT, "15 bytes", new KeyHead(shorter, 1, part).encode());
    Bytes tombstone = new KeyHead(revision(), 0, Bytes.utf8(ACCOUNT)).encode();
    refused("key_destroyed", ABSENT, "what a destroyed key leaves", tombstone);
    Bytes flipped = set(head, head.size() - 1, head.at(head.size() - 1) ^ 1);
    refused("key_changed", NOT_AUTHENTIC, "a bit of the tag", flipped);
    Bytes less = new KeyHead(revision(), 1, part.slice(0, part.size() - 1)).encode();
    refused("key_cut", NOT_AUTHENTIC, "the message is shorter", less);
  }

  private void records() {
    Bytes record = KeyRecord.encode(plain);
    corrupt("key_spec_0", "codes count from 1", set(record, SPEC_AT, 0));
    corrupt("key_spec_unknown", "a spec of no program", set(record, SPEC_AT, 255));
    corrupt("key_usage_unknown", "a usage of no program", set(record, SPEC_AT + 1, 255));
    corrupt("key_origin_unknown", "an origin of no program", set(record, SPEC_AT + 2, 255));
    corrupt("key_manager_unknown", "a manager of no program", set(record, SPEC_AT + 3, 255));
    corrupt("key_flag_2", "a flag that is neither", set(record, SPEC_AT + 4, 2));
    corrupt("key_id_upper_case", "an id of another shape", set(record, 14 + 4, 'A'));
    corrupt("key_record_cut", "a byte less", record.slice(0, record.size() - 1));
    corrupt("key_record_trailing_byte", "a byte more", record.concat(Bytes.of((byte) 0)));
    Bytes padded = Bytes.of((byte) 0x8c, (byte) 0).concat(record.slice(1, record.size()));
    corrupt("key_length_long", "a length not in its shortest form", padded);
    Bytes latin = set(KeyRecord.encode(plain.describedAs("bild")), SPEC_AT + 6, 0xe9);
    corrupt("key_not_utf8", "text that is no UTF-8", latin);
    KmsKey second = plain.withMaterials(List.of(drawn(2, KeyMaterialState.CURRENT)));
    corrupt("key_material_number", "material 2 without 1", KeyRecord.encode(second));
    Bytes tags = KeyRecord.encode(plain.withTags(Map.of("tag", "a")));
    corrupt("key_tag_twice", "a tag twice", twice(tags));
    corrupt("key_other_id", "the record of another key", KeyRecord.encode(other()));
  }

  private KmsKey other() {
    return key(OTHER, KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT, null);
  }

  /** The record with its only tag repeated. */
  private static Bytes twice(Bytes record) {
    Bytes tag = new FieldWriter().string("tag").string("a").toBytes();
    int at = at(record, Bytes.of((byte) 1).concat(tag));
    return record
        .slice(0, at)
        .concat(Bytes.of((byte) 2))
        .concat(tag)
        .concat(record.slice(at + 1, record.size()));
  }

  private static int at(Bytes record, Bytes part) {
    int at = 0;
    while (!record.slice(at, at + part.size()).equals(part)) {
      at++;
    }
    return at;
  }

  private void moved() {
    Bytes head = rows(plain).getFirst();
    add(vector("key_other_key", NOT_AUTHENTIC, "in another key's place", OTHER, List.of(head)));
    add(
        vector("key_other_installation", NOT_AUTHENTIC, "of another", ID, List.of(head))
            .with("installation-id", new byte[16]));
    add(
        vector("key_other_records_key", NOT_AUTHENTIC, "sealed by another", ID, List.of(head))
            .with("records-key", new byte[32]));
    Bytes asGrant = seal(KeyRecord.encode(plain), List.of("grant", ID.text()));
    refused("key_as_grant", NOT_AUTHENTIC, "sealed for another kind of row", head(asGrant));
  }

  private void split() {
    KmsKey large = plain.describedAs("ü".repeat(8192)).withPolicy("p".repeat(32_768));
    Map<String, String> tags = new LinkedHashMap<>();
    for (int i = 0; i < 50; i++) {
      tags.put("tag " + i, "v".repeat(256));
    }
    KmsKey whole = large.withTags(tags);
    List<Bytes> rows = rows(whole);
    opens("key_split", "a record in two rows", whole, rows);
    add(vector("key_part_missing", UNAVAILABLE, "the second row is gone", ID, rows.subList(0, 1)));
    Bytes foreign = rows(whole).getLast();
    add(
        vector(
            "key_part_of_another_revision",
            UNAVAILABLE,
            "the second row is of another time",
            ID,
            List.of(rows.getFirst(), foreign)));
    Bytes cut = rows.getLast().slice(0, rows.getLast().size() - 1);
    add(vector("key_part_cut", CORRUPT, "a byte less", ID, List.of(rows.getFirst(), cut)));
    KeyHead first = KeyHead.decode(rows.getFirst());
    Bytes alone = new KeyHead(first.revision(), 1, first.part()).encode();
    refused("key_part_left_out", NOT_AUTHENTIC, "said to have one row", alone);
  }

  /** The rows that a key is stored as. */
  private List<Bytes> rows(KmsKey key) {
    var store = new MemoryKv();
    store.create(INDEX);
    try (var sealing = new WrappingKey(Secret.of(recordsKey.clone()))) {
      new Keys(new Rows(store, INDEX, sealing(sealing))).add(key);
    }
    return store.scan(INDEX, Key.startOf(Keys.group(key.id())), 10).entries().stream()
        .filter(entry -> entry.key().group().equals(Keys.group(key.id())))
        .map(Entry::value)
        .toList();
  }

  private RecordSeal sealing(WrappingKey key) {
    return new RecordSeal(key, dev.coffer.crypto.envelope.Bytes.of(installationId), entropy);
  }

  private Bytes seal(Bytes record, List<String> place) {
    try (var sealing = new WrappingKey(Secret.of(recordsKey.clone()))) {
      return sealing(sealing).seal(record, place);
    }
  }

  private Bytes head(Bytes sealed) {
    return new KeyHead(revision(), 1, sealed).encode();
  }

  private Bytes revision() {
    return Bytes.copyOf(entropy.bytes(16));
  }

  private void pairs() {
    Bytes half = Bytes.copyOf(HexFormat.of().parseHex(KeyRowVectors.PAIR_PUBLIC));
    KmsKey pair = pair(KeySpec.ECC_NIST_P256, half);
    opens("key_pair", "a pair on a curve", pair);
    opens("key_pair_rsa", "of RSA; the public half is none", pair(KeySpec.RSA_4096, Bytes.EMPTY));
    Bytes record = KeyRecord.encode(pair);
    Bytes without = record.slice(0, record.size() - half.size() - 1);
    corrupt("key_pair_without_public_key", "a pair that lacks its public half", without);
    KmsKey one = plain.withMaterials(List.of(drawn(1, KeyMaterialState.CURRENT)));
    Bytes with = KeyRecord.encode(one).concat(new FieldWriter().bytes(half).toBytes());
    corrupt("key_public_key_of_no_pair", "a symmetric key with a public half", with);
  }

  private KmsKey pair(KeySpec spec, Bytes publicKey) {
    Material material =
        new Material(1, name(1), KeyMaterialState.CURRENT, WHEN, wrapped(), null, null, publicKey);
    return key(ID, spec, KeyUsage.SIGN_VERIFY, null).withMaterials(List.of(material));
  }

  static Bytes set(Bytes bytes, int at, int value) {
    byte[] changed = bytes.toByteArray();
    changed[at] = (byte) value;
    return Bytes.copyOf(changed);
  }

  private void opens(String name, String comment, KmsKey key) {
    opens(name, comment, key, rows(key));
  }

  private void opens(String name, String comment, KmsKey key, List<Bytes> rows) {
    String record = KeyRecord.encode(key).toHex();
    add(vector(name, OPENS, comment, key.id(), rows).with("record", record));
  }

  /** A record that is sealed rightly and must not be read. */
  private void corrupt(String name, String comment, Bytes record) {
    Bytes sealed = seal(record, List.of("key", ID.text()));
    add(vector(name, CORRUPT, comment, ID, List.of(head(sealed))).with("record", record.toHex()));
  }

  private void refused(String name, String expect, String comment, Bytes head) {
    add(vector(name, expect, comment, ID, List.of(head)));
  }

  private void add(VectorFile vector) {
    all.add(vector);
  }

  /** Its body is the rows, each with a u32 of its size before it. */
  private VectorFile vector(
      String name, String expect, String comment, KeyId id, List<Bytes> rows) {
    Bytes body = Bytes.EMPTY;
    for (Bytes row : rows) {
      body = body.concat(new FieldWriter().u32(row.size()).toBytes()).concat(row);
    }
    return VectorFile.of(name, expect, comment, body.toByteArray())
        .with("what", "key")
        .with("records-key", recordsKey)
        .with("installation-id", installationId)
        .with("key-id", id.text());
  }
}
