package dev.coffer.kms.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.material.KeyMaterial;
import dev.coffer.crypto.material.MaterialNames;
import dev.coffer.crypto.material.SignatureScheme;
import dev.coffer.crypto.material.SigningPair;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustomKeyStores;
import dev.coffer.kms.custody.KnownRootKey;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.operation.TokenVectors;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.vectors.FormatDocument;
import dev.coffer.vectors.VectorFile;
import dev.coffer.vectors.VectorFolder;
import dev.coffer.wire.rpc.RpcException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of vectors/kms-key-v1: each comes out as it says, or is refused as it says. */
final class KeyVectorsTest {
  private static final String FOLDER = "kms-key-v1";
  private static final int REVISION_FROM = 2;
  private static final int REVISION_END = 18;

  static List<VectorFile> vectors() {
    return VectorFolder.named(FOLDER).read();
  }

  @Test
  void theGeneratorReproducesTheFolder() {
    VectorFolder.named(FOLDER).requireExactly(new KeyVectors().all());
  }

  @Test
  void theDocumentIsOfThisVersionAndNamesEveryVector() {
    FormatDocument.of("kms-key", RecordSeal.VERSION).requireVectors(VectorFolder.named(FOLDER));
  }

  static List<Codes<?>> codes() {
    return List.of(
        Codes.SPECS,
        Codes.USAGES,
        Codes.ORIGINS,
        Codes.MANAGERS,
        Codes.MATERIAL_STATES,
        Codes.ROTATIONS,
        Codes.EXPIRATIONS,
        Codes.GRANT_OPERATIONS);
  }

  @ParameterizedTest
  @MethodSource("codes")
  void theDocumentHasEveryCode(Codes<?> codes) {
    String listed =
        IntStream.range(0, codes.words().size())
            .mapToObj(at -> (at + 1) + " " + codes.words().get(at))
            .collect(Collectors.joining(", "));
    assertThat(FormatDocument.of("kms-key", RecordSeal.VERSION).text().replaceAll("\\s+", " "))
        .contains(listed + " |");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void whatIsStoredComesOutOrIsRefused(VectorFile vector) {
    switch (vector.text("expect")) {
      case KeyVectors.OPENS -> assertThat(read(vector)).isTrue();
      case KeyVectors.ABSENT -> assertThat(read(vector)).isFalse();
      case KeyVectors.CORRUPT ->
          assertThatExceptionOfType(Corrupt.class).isThrownBy(() -> read(vector));
      case KeyVectors.NOT_AUTHENTIC ->
          assertThatExceptionOfType(NotAuthentic.class).isThrownBy(() -> read(vector));
      case KeyVectors.UNAVAILABLE ->
          assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> read(vector));
      case String code ->
          assertThatExceptionOfType(RpcException.class)
              .isThrownBy(() -> read(vector))
              .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
  }

  /** Whether it is there; what is there must be what the vector says. */
  private static boolean read(VectorFile vector) {
    try (var sealing = new WrappingKey(Secret.of(recordsKey(vector)))) {
      var store = new MemoryKv();
      store.create(KeyVectors.INDEX);
      var installation = dev.coffer.crypto.envelope.Bytes.of(vector.hex("installation-id"));
      var seal = new RecordSeal(sealing, installation, Entropy.system());
      var rows = new Rows(store, KeyVectors.INDEX, seal);
      Bytes body = Bytes.copyOf(vector.body());
      return switch (vector.text("what")) {
        case "key" -> key(vector, body, rows);
        case "alias" -> alias(vector, body, rows);
        case "grant" -> grant(vector, body, rows);
        case "last-use" -> lastUse(vector, body, rows);
        case "count" -> Rows.count(Optional.of(body)) == Long.parseLong(vector.text("count"));
        case "material" -> material(vector, body);
        case "name" -> name(vector, body);
        case TokenVectors.IMPORT, TokenVectors.GRANT -> TokenVectors.reads(vector);
        default -> throw new IllegalStateException("a vector of something else");
      };
    }
  }

  private static byte[] recordsKey(VectorFile vector) {
    return vector.has("records-key") ? vector.hex("records-key") : new byte[32];
  }

  private static void put(Rows rows, Bytes group, Bytes suffix, Bytes row) {
    rows.store().commit(Commit.in(rows.index(), group).put(suffix, row).build());
  }

  private static boolean key(VectorFile vector, Bytes body, Rows rows) {
    var id = new KeyId(vector.text("key-id"));
    int at = 0;
    for (int number = 0; at < body.size(); number++) {
      int size = (int) new FieldReader(body.slice(at, at + 4)).u32();
      put(rows, Keys.group(id), Keys.chunk(number), body.slice(at + 4, at + 4 + size));
      at += 4 + size;
    }
    Optional<StoredKey> found = new Keys(rows).find(id);
    found.ifPresent(stored ->
        assertThat(KeyRecord.encode(stored.key()).toHex()).isEqualTo(vector.text("record")));
    return found.isPresent();
  }

  private static boolean alias(VectorFile vector, Bytes body, Rows rows) {
    String account = vector.text("account");
    String name = vector.text("name");
    assertThat(Aliases.byName(name).toHex()).isEqualTo(vector.text("suffix"));
    put(rows, Aliases.group(account), Aliases.byName(name), body);
    Alias found = new Aliases(rows).find(account, name).orElseThrow();
    Bytes record =
        new FieldWriter()
            .string(found.target().text())
            .u64(found.created().toEpochMilli())
            .u64(found.updated().toEpochMilli())
            .toBytes();
    return found.name().equals(name) && record.toHex().equals(vector.text("record"));
  }

  private static boolean grant(VectorFile vector, Bytes body, Rows rows) {
    var id = new KeyId(vector.text("key-id"));
    String grantId = vector.text("grant-id");
    put(rows, Keys.group(id), Grants.byId(grantId), body);
    Grant found = new Grants(rows).find(id, grantId).orElseThrow();
    assertThat(Grants.byGrantee(found.grantee(), grantId).toHex())
        .isEqualTo(vector.text("by-grantee"));
    if (found.name() != null) {
      assertThat(Grants.byRequest(found).toHex()).isEqualTo(vector.text("by-request"));
    }
    if (found.retiring() != null) {
      assertThat(Grants.retirableGroup(found.retiring()).toUtf8())
          .isEqualTo(vector.text("retirable-group"));
    }
    return GrantRecord.encode(found).toHex().equals(vector.text("record"));
  }

  private static boolean lastUse(VectorFile vector, Bytes body, Rows rows) {
    var id = new KeyId(vector.text("key-id"));
    put(rows, Keys.group(id), LastUses.ROW, body);
    LastUses.LastUse use = new LastUses(rows).find(id).orElseThrow();
    Bytes record =
        new FieldWriter()
            .string(use.operation().name())
            .u64(use.at().toEpochMilli())
            .string(use.eventId())
            .string(use.requestId())
            .toBytes();
    return record.toHex().equals(vector.text("record"));
  }

  private static boolean material(VectorFile vector, Bytes body) {
    var installation = dev.coffer.crypto.envelope.Bytes.of(vector.hex("installation-id"));
    int version = Integer.parseInt(vector.text("root-key-version"));
    int number = Integer.parseInt(vector.text("number"));
    KmsKey.Nature nature =
        KeyRowVectors.nature(
            new KeyId(vector.text("key-id")),
            Codes.ORIGINS.word(Integer.parseInt(vector.text("origin"))));
    try (StoreRootKey root = KnownRootKey.of(installation, version, vector.hex("root-key"));
        var names = new MaterialNames(Secret.of(new byte[32]))) {
      var materials = new Materials(root, CustomKeyStores.none(), names, Entropy.system());
      var stored =
          new Material(
              number,
              "",
              dev.coffer.wire.kms.KeyMaterialState.CURRENT,
              KeyVectors.WHEN,
              body,
              null,
              null,
              null);
      try (KeyMaterial opened = materials.open(nature, stored);
          var expected = new KeyMaterial(Secret.of(vector.hex("material")))) {
        var keyId = nature.id().bits();
        byte[] sealed = expected.seal(false, keyId, 1, new byte[] {7}, Map.of(), Entropy.system());
        var blob = dev.coffer.crypto.material.CiphertextBlob.parse(sealed);
        return opened.open(blob, Map.of())[0] == 7;
      }
    }
  }

  @Test
  void theHalvesOfTheVectorsPairBelongTogether() {
    VectorFile vector = named("material_pair");
    assertThat(named("key_pair").text("record")).endsWith(vector.text("public-key"));
    byte[] digest = SignatureScheme.ECDSA_SHA_256.digest(new byte[1]);
    try (var material = new KeyMaterial(Secret.of(vector.hex("material")))) {
      byte[] signature = material.sign(SignatureScheme.ECDSA_SHA_256, digest, Entropy.system());
      var half = dev.coffer.crypto.envelope.Bytes.of(vector.hex("public-key"));
      assertThat(SigningPair.verifies(half, SignatureScheme.ECDSA_SHA_256, digest, signature))
          .isTrue();
    }
  }

  private static boolean name(VectorFile vector, Bytes body) {
    try (var names = new MaterialNames(Secret.of(vector.hex("naming-key")));
        Secret material = Secret.of(body.toByteArray())) {
      return names.name(vector.text("key-id"), material).equals(vector.text("name"));
    }
  }

  private static VectorFile named(String name) {
    return vectors().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  /** The rows' bodies, each shorter and each with a bit flipped. */
  private static Stream<byte[]> mutations(byte[] row) {
    Stream<byte[]> prefixes =
        IntStream.range(1, row.length).mapToObj(size -> java.util.Arrays.copyOf(row, size));
    Stream<byte[]> flips =
        IntStream.range(0, row.length * 8)
            .mapToObj(bit -> {
              byte[] flipped = row.clone();
              flipped[bit / 8] ^= (byte) (1 << (bit % 8));
              return flipped;
            });
    return Stream.concat(prefixes, flips);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alias", "grant", "last_use", "material", "token", "grant_token"})
  void nothingComesOutOfARowThatWasCutOrChanged(String name) {
    VectorFile vector = named(name);
    mutations(vector.body()).forEach(row -> assertThat(comesOut(vector.withBody(row))).isFalse());
  }

  /** A key's revision alone is bound to nothing: it tells rows of two moments apart. */
  @Test
  void noKeyComesOutOfARowThatWasCutOrChanged() {
    VectorFile vector = named("key");
    byte[] body = vector.body();
    Bytes head = Bytes.copyOf(body, 4, body.length);
    mutations(head.toByteArray())
        .map(Bytes::copyOf)
        .filter(row -> !differsInItsRevisionAlone(row, head))
        .forEach(row -> {
          Bytes sized = new FieldWriter().u32(row.size()).toBytes().concat(row);
          assertThat(comesOut(vector.withBody(sized.toByteArray()))).isFalse();
        });
  }

  private static boolean differsInItsRevisionAlone(Bytes row, Bytes head) {
    return row.size() == head.size()
        && row.slice(0, REVISION_FROM).equals(head.slice(0, REVISION_FROM))
        && row.slice(REVISION_END, row.size()).equals(head.slice(REVISION_END, head.size()));
  }

  private static boolean comesOut(VectorFile vector) {
    try {
      return read(vector);
    } catch (Corrupt | NotAuthentic | Unavailable refused) {
      return false;
    } catch (RpcException refused) {
      assertThat(refused.code()).contains("Invalid");
      return false;
    }
  }
}
