package dev.coffer.kms.key;

import static dev.coffer.kms.key.KeyVectors.ACCOUNT;
import static dev.coffer.kms.key.KeyVectors.CORRUPT;
import static dev.coffer.kms.key.KeyVectors.ID;
import static dev.coffer.kms.key.KeyVectors.INDEX;
import static dev.coffer.kms.key.KeyVectors.NOT_AUTHENTIC;
import static dev.coffer.kms.key.KeyVectors.OPENS;
import static dev.coffer.kms.key.KeyVectors.OTHER;
import static dev.coffer.kms.key.KeyVectors.WHEN;
import static dev.coffer.kms.key.KeyVectors.set;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.material.MaterialNames;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustomKeyStores;
import dev.coffer.kms.custody.KnownRootKey;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.vectors.VectorFile;
import dev.coffer.wire.kms.GrantOperation;
import dev.coffer.wire.kms.KeyManager;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.KeyUsage;
import dev.coffer.wire.kms.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes those of vectors/kms-key-v1 that are rows beside a key's own, its materials and names. */
final class KeyRowVectors {
  private static final String BOB = "arn:aws:iam::111122223333:user/bob";
  private static final String ROOT = "arn:aws:iam::111122223333:root";
  private static final String GRANT_ID = "5c".repeat(32);
  private static final Instant LATER = WHEN.plusMillis(1);

  /** A pair on the curve P-256, SubjectPublicKeyInfo and PKCS #8. */
  static final String PAIR_PUBLIC =
      "3059301306072a8648ce3d020106082a8648ce3d0301070342000450bd0f2058fc888d95b06db740fc325d911c"
          + "91193d1bf032aaf900ccd1cfe0a49558f3d03406e1f2047fc0e88b7eaf25a2c35c0db94e52a5603993cf6d"
          + "5193da";

  private static final String PAIR_PRIVATE =
      "3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420d22adf96ebd3647a18c0"
          + "2500f56b94713200fef5fea52e3a6eedd9013ea9775b";

  private final Entropy entropy;
  private final byte[] recordsKey;
  private final byte[] installationId;
  private final byte[] rootKey;
  private final byte[] material;
  private final RecordSeal seal;
  private final List<VectorFile> all = new ArrayList<>();

  KeyRowVectors(Entropy entropy, byte[] recordsKey, byte[] installationId) {
    this.entropy = entropy;
    this.recordsKey = recordsKey;
    this.installationId = installationId;
    this.rootKey = entropy.bytes(32);
    this.material = entropy.bytes(32);
    this.seal =
        new RecordSeal(
            new WrappingKey(Secret.of(recordsKey.clone())),
            dev.coffer.crypto.envelope.Bytes.of(installationId),
            entropy);
  }

  List<VectorFile> all() {
    aliases();
    brokenAliases();
    grants();
    brokenGrants();
    lastUses();
    counts();
    materials();
    names();
    return all;
  }

  /** A material that is the private half of a pair. */
  VectorFile pair() {
    byte[] privateKey = HexFormat.of().parseHex(PAIR_PRIVATE);
    Bytes wrapped = wrapped(privateKey, 2, 1);
    return materialOf("material_pair", OPENS, "the private half of a pair", wrapped)
        .with("material", privateKey)
        .with("public-key", PAIR_PUBLIC);
  }

  private Bytes aliasRow(String name) {
    var store = new MemoryKv();
    store.create(INDEX);
    new Aliases(new Rows(store, INDEX, seal)).add(new Alias(ACCOUNT, name, ID, WHEN, LATER), 50);
    return store.get(INDEX, new Key(Aliases.group(ACCOUNT), Aliases.byName(name))).orElseThrow();
  }

  private void aliases() {
    alias("alias", OPENS, "a short name", "alias/pictures", aliasRow("alias/pictures"));
    String exact = "alias/" + "n".repeat(94);
    alias("alias_100", OPENS, "a name that is not cut yet", exact, aliasRow(exact));
    String cut = "alias/" + "n".repeat(250);
    alias("alias_256", OPENS, "a name that is cut in the suffix", cut, aliasRow(cut));
  }

  private void brokenAliases() {
    String name = "alias/pictures";
    Bytes row = aliasRow(name);
    int last = row.size() - 1;
    alias("alias_version_0", CORRUPT, "version 0", name, set(row, 0, 0));
    alias("alias_version_2", CORRUPT, "a later version", name, set(row, 0, 2));
    alias("alias_cut", CORRUPT, "a byte less", name, row.slice(0, last));
    alias("alias_trailing_byte", CORRUPT, "a byte more", name, row.concat(Bytes.of((byte) 0)));
    alias(
        "alias_changed", NOT_AUTHENTIC, "a bit of the tag", name, set(row, last, row.at(last) ^ 1));
    alias("alias_moved", CORRUPT, "in another's place", name, aliasRow("alias/others"));
    Bytes renamed = set(aliasRow("alias/picturez"), 1 + name.length(), 's');
    alias("alias_renamed", NOT_AUTHENTIC, "with another name", name, renamed);
    Bytes noKey = new FieldWriter().string("no key").u64(0).u64(0).toBytes();
    alias("alias_of_no_key", CORRUPT, "names no key", name, aliasRow(name, noKey));
    Bytes longer = aliasRecord().concat(Bytes.of((byte) 0));
    alias("alias_record_longer", CORRUPT, "a byte more within", name, aliasRow(name, longer));
    all.add(
        aliasOf("alias_other_account", NOT_AUTHENTIC, "in another account", name, row)
            .with("account", "444455556666"));
  }

  private Bytes aliasRecord() {
    return new FieldWriter()
        .string(ID.text())
        .u64(WHEN.toEpochMilli())
        .u64(LATER.toEpochMilli())
        .toBytes();
  }

  private Bytes aliasRow(String name, Bytes record) {
    Bytes sealed = seal.seal(record, List.of("alias", ACCOUNT, name));
    return new FieldWriter().u8(RecordSeal.VERSION).string(name).bytes(sealed).toBytes();
  }

  private void alias(String vector, String expect, String comment, String name, Bytes row) {
    all.add(aliasOf(vector, expect, comment, name, row));
  }

  private VectorFile aliasOf(String vector, String expect, String comment, String name, Bytes row) {
    return vector(vector, expect, comment, row, "alias")
        .with("account", ACCOUNT)
        .with("name", name)
        .with("suffix", Aliases.byName(name).toByteArray())
        .with("record", aliasRecord().toByteArray());
  }

  private static Grant grant(
      @Nullable String name, @Nullable String retiring, Grant.Constraints constraints) {
    List<GrantOperation> operations =
        List.of(GrantOperation.Encrypt, GrantOperation.Decrypt, GrantOperation.DescribeKey);
    return new Grant(GRANT_ID, name, BOB, retiring, ROOT, operations, constraints, WHEN);
  }

  private void grants() {
    grant("grant", "the least", grant(null, null, Grant.Constraints.NONE));
    Map<String, String> pairs = Map.of("b", "2", "a", "1");
    var subset = new Grant.Constraints(pairs, null, null);
    grant("grant_named", "named, to be retired, a subset", grant("für Bob", ROOT, subset));
    var equal = new Grant.Constraints(Map.of(), pairs, "arn:aws:s3:::bucket");
    grant("grant_equal", "constrained to a context and a source", grant("", null, equal));
    var none = new Grant.Constraints(Map.of(), Map.of(), null);
    grant("grant_equal_nothing", "constrained to no context", grant(null, null, none));
  }

  private void grant(String vector, String comment, Grant grant) {
    Bytes record = GrantRecord.encode(grant);
    all.add(
        grantOf(vector, OPENS, comment, sealed(record))
            .with("record", record.toHex())
            .with("by-grantee", Grants.byGrantee(BOB, GRANT_ID).toHex())
            .with("by-request", grant.name() == null ? "" : Grants.byRequest(grant).toHex())
            .with(
                "retirable-group",
                grant.retiring() == null ? "" : Grants.retirableGroup(ROOT).toUtf8()));
  }

  private void brokenGrants() {
    Bytes record = GrantRecord.encode(grant(null, null, Grant.Constraints.NONE));
    Bytes row = sealed(record);
    int last = row.size() - 1;
    all.add(
        grantOf(
            "grant_changed", NOT_AUTHENTIC, "a bit of the tag", set(row, last, row.at(last) ^ 1)));
    all.add(grantOf("grant_cut", NOT_AUTHENTIC, "a byte less", row.slice(0, last)));
    all.add(
        grantOf("grant_other_key", NOT_AUTHENTIC, "of another key", row)
            .with("key-id", OTHER.text()));
    all.add(
        grantOf("grant_other_id", NOT_AUTHENTIC, "in another grant's place", row)
            .with("grant-id", "5d".repeat(32)));
    int operations = record.size() - 8 - 1 - 1 - 1 - 3;
    corrupt("grant_operation_0", "codes count from 1", set(record, operations, 0));
    corrupt("grant_operation_unknown", "of no program", set(record, operations, 255));
    corrupt("grant_record_trailing_byte", "a byte more", record.concat(Bytes.of((byte) 0)));
    corrupt("grant_record_cut", "a byte less", record.slice(0, record.size() - 1));
    corrupt("grant_pair_twice", "a name twice in the subset", pairTwice(record));
  }

  private static Bytes pairTwice(Bytes record) {
    int subset = record.size() - 8 - 1 - 1 - 1;
    Bytes pair = new FieldWriter().string("a").string("1").toBytes();
    return record
        .slice(0, subset)
        .concat(Bytes.of((byte) 2))
        .concat(pair)
        .concat(pair)
        .concat(record.slice(subset + 1, record.size()));
  }

  private Bytes sealed(Bytes record) {
    return seal.seal(record, List.of("grant", ID.text(), GRANT_ID));
  }

  private void corrupt(String vector, String comment, Bytes record) {
    all.add(grantOf(vector, CORRUPT, comment, sealed(record)).with("record", record.toHex()));
  }

  private VectorFile grantOf(String vector, String expect, String comment, Bytes row) {
    return vector(vector, expect, comment, row, "grant")
        .with("key-id", ID.text())
        .with("grant-id", GRANT_ID);
  }

  private static Bytes use(String operation) {
    return new FieldWriter()
        .string(operation)
        .u64(WHEN.toEpochMilli())
        .string("event")
        .string("request")
        .toBytes();
  }

  private void lastUses() {
    Bytes use = use("Decrypt");
    lastUse("last_use", OPENS, "a Decrypt", use, ID);
    lastUse("last_use_other_key", NOT_AUTHENTIC, "of another key", use, OTHER);
    lastUse("last_use_unknown", CORRUPT, "an operation of no program", use("Sing"), ID);
    Bytes longer = use.concat(Bytes.of((byte) 0));
    lastUse("last_use_trailing_byte", CORRUPT, "a byte more", longer, ID);
  }

  private void lastUse(String vector, String expect, String comment, Bytes record, KeyId of) {
    Bytes row = seal.seal(record, List.of("last-use", of.text()));
    all.add(
        vector(vector, expect, comment, row, "last-use")
            .with("key-id", ID.text())
            .with("record", record.toHex()));
  }

  private void counts() {
    Bytes row =
        new FieldWriter()
            .u8(RecordSeal.VERSION)
            .bytes(Bytes.copyOf(entropy.bytes(16)))
            .u32(49)
            .toBytes();
    count("count", OPENS, "49", row);
    count("count_version_0", CORRUPT, "version 0", set(row, 0, 0));
    count("count_version_2", CORRUPT, "a later version", set(row, 0, 2));
    count("count_cut", CORRUPT, "a byte less", row.slice(0, row.size() - 1));
    count("count_trailing_byte", CORRUPT, "a byte more", row.concat(Bytes.of((byte) 0)));
  }

  private void count(String vector, String expect, String comment, Bytes row) {
    all.add(vector(vector, expect, comment, row, "count").with("count", "49"));
  }

  private void materials() {
    Bytes wrapped = wrapped(1);
    int last = wrapped.size() - 1;
    material("material", OPENS, "wrapped by root key 2", wrapped);
    all.add(
        materialOf("material_before_rotation", OPENS, "wrapped by root key 1", wrappedByFirst())
            .with("root-key-version", "1"));
    all.add(
        materialOf("material_other_key", NOT_AUTHENTIC, "of another key", wrapped)
            .with("key-id", OTHER.text()));
    material("material_other_number", NOT_AUTHENTIC, "of another number", wrapped(2));
    all.add(
        materialOf("material_other_origin", NOT_AUTHENTIC, "said to be imported", wrapped)
            .with("origin", "2"));
    all.add(
        materialOf("material_other_root_version", NOT_AUTHENTIC, "of a root key before", wrapped)
            .with("root-key-version", "1"));
    all.add(
        materialOf("material_other_root_key", NOT_AUTHENTIC, "of another root key", wrapped)
            .with("root-key", new byte[32]));
    all.add(
        materialOf("material_other_installation", NOT_AUTHENTIC, "of another", wrapped)
            .with("installation-id", new byte[16]));
    material(
        "material_changed",
        NOT_AUTHENTIC,
        "a bit of the tag",
        set(wrapped, last, wrapped.at(last) ^ 1));
    material("material_cut", NOT_AUTHENTIC, "a byte less", wrapped.slice(0, last));
  }

  private Bytes wrapped(int number) {
    return wrapped(2, number);
  }

  private Bytes wrappedByFirst() {
    return wrapped(1, 1);
  }

  private Bytes wrapped(int rootVersion, int number) {
    return wrapped(material, rootVersion, number);
  }

  private Bytes wrapped(byte[] content, int rootVersion, int number) {
    var installation = dev.coffer.crypto.envelope.Bytes.of(installationId);
    try (StoreRootKey root = KnownRootKey.of(installation, rootVersion, rootKey);
        var names = new MaterialNames(Secret.of(new byte[32]));
        Secret secret = Secret.of(content.clone())) {
      return new Materials(root, CustomKeyStores.none(), names, entropy)
          .wrap(nature(ID, Origin.AWS_KMS), number, secret);
    }
  }

  static KmsKey.Nature nature(KeyId id, Origin origin) {
    return new KmsKey.Nature(
        ACCOUNT,
        id,
        WHEN,
        KeySpec.SYMMETRIC_DEFAULT,
        KeyUsage.ENCRYPT_DECRYPT,
        origin,
        KeyManager.CUSTOMER,
        null);
  }

  private void material(String vector, String expect, String comment, Bytes row) {
    all.add(materialOf(vector, expect, comment, row));
  }

  private VectorFile materialOf(String vector, String expect, String comment, Bytes row) {
    return vector(vector, expect, comment, row, "material")
        .with("root-key", rootKey)
        .with("root-key-version", "2")
        .with("key-id", ID.text())
        .with("number", "1")
        .with("origin", "1")
        .with("material", material);
  }

  private void names() {
    byte[] namingKey = entropy.bytes(32);
    name("name", "the name of a material", namingKey, ID);
    name("name_other_key", "the same material of another key", namingKey, OTHER);
  }

  private void name(String vector, String comment, byte[] namingKey, KeyId id) {
    try (var names = new MaterialNames(Secret.of(namingKey.clone()));
        Secret secret = Secret.of(material.clone())) {
      all.add(
          vector(vector, OPENS, comment, Bytes.copyOf(material), "name")
              .with("naming-key", namingKey)
              .with("key-id", id.text())
              .with("name", names.name(id.text(), secret)));
    }
  }

  private VectorFile vector(String name, String expect, String comment, Bytes row, String what) {
    return VectorFile.of(name, expect, comment, row.toByteArray())
        .with("what", what)
        .with("records-key", recordsKey)
        .with("installation-id", installationId);
  }
}
