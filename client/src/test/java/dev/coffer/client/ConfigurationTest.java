package dev.coffer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.coffer.client.ServerSideEncryptionConfiguration.BlockedOnly;
import dev.coffer.client.ServerSideEncryptionConfiguration.DefaultWithBlocked;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.BlockedEncryptionTypes;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.ByDefault;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.Rule;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationTest {
  private static final byte[] NO_BYTES = {};
  private static final String KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd";

  static Stream<ServerSideEncryptionConfiguration> models() {
    List<DefaultEncryption> defaults =
        List.of(
            ServerSideEncryptionConfiguration.sseS3(),
            ServerSideEncryptionConfiguration.sseKms(),
            ServerSideEncryptionConfiguration.sseKms(KEY),
            ServerSideEncryptionConfiguration.sseKms().withBucketKey(),
            ServerSideEncryptionConfiguration.sseKms(KEY).withBucketKey(),
            ServerSideEncryptionConfiguration.dsseKms(),
            ServerSideEncryptionConfiguration.dsseKms(KEY));
    return Stream.concat(
        Stream.of(
            ServerSideEncryptionConfiguration.blocking(EncryptionType.SSE_C),
            ServerSideEncryptionConfiguration.blockingNothing()),
        defaults.stream()
            .flatMap(d -> Stream.of(d, d.blocking(EncryptionType.SSE_C), d.blockingNothing())));
  }

  @ParameterizedTest
  @MethodSource("models")
  void whatTheModelSaysIsRecognizedWhenItIsReadBack(ServerSideEncryptionConfiguration model) {
    assertThat(reread(model).recognized()).isEqualTo(model);
  }

  @Test
  void everyDocumentIsPutBackAsItWasRead() {
    long seed = 20261123;
    var random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      var document = document(random);
      StoredEncryption stored = Documents.read(document, NO_BYTES);
      assertThat(Documents.write(stored)).as("seed %d, round %d", seed, round).isEqualTo(document);
      assertThat(reread(stored).rules()).isEqualTo(stored.rules());
      assertSaysTheSame(stored);
    }
  }

  private static StoredEncryption reread(ServerSideEncryptionConfiguration configuration) {
    return Documents.read(Documents.write(configuration), NO_BYTES);
  }

  /** A recognized case differs from the stored one at most by an absent flag that means false. */
  private static void assertSaysTheSame(StoredEncryption stored) {
    ServerSideEncryptionConfiguration recognized = stored.recognized();
    if (!(recognized instanceof StoredEncryption)) {
      StoredEncryption.Rule known = reread(recognized).rules().getFirst();
      StoredEncryption.Rule kept = stored.rules().getFirst();
      assertThat(known.algorithm()).isEqualTo(kept.algorithm());
      assertThat(known.kmsMasterKeyId()).isEqualTo(kept.kmsMasterKeyId());
      assertThat(known.blockedTypes()).isEqualTo(kept.blockedTypes());
      assertThat(Boolean.TRUE.equals(known.bucketKeyEnabled()))
          .isEqualTo(Boolean.TRUE.equals(kept.bucketKeyEnabled()));
    }
  }

  private static dev.coffer.wire.s3.ServerSideEncryptionConfiguration document(Random random) {
    int rules = random.nextInt(8) == 0 ? random.nextInt(3) : 1;
    return new dev.coffer.wire.s3.ServerSideEncryptionConfiguration(
        Stream.generate(() -> rule(random)).limit(rules).toList());
  }

  private static Rule rule(Random random) {
    return new Rule(
        random.nextInt(4) == 0
            ? null
            : new ByDefault(
                one(random, List.of("AES256", "aws:kms", "aws:kms:dsse", "aws:next", "")),
                random.nextBoolean()
                    ? null
                    : one(random, List.of(KEY, "aws/s3", "", " é ", "\r\n"))),
        random.nextInt(3) == 0 ? null : random.nextBoolean(),
        random.nextInt(3) == 0 ? null : blocked(random));
  }

  private static BlockedEncryptionTypes blocked(Random random) {
    int count = random.nextInt(3) == 0 ? random.nextInt(4) : 1;
    return new BlockedEncryptionTypes(
        Stream.generate(() -> one(random, List.of("NONE", "SSE-C", "SSE-Z")))
            .limit(count)
            .toList());
  }

  private static String one(Random random, List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }

  @Test
  void anAbsentBucketKeyFlagSaysTheSameAsFalse() {
    assertThat(recognized("AES256", null, false, null)).isEqualTo(new DefaultEncryption.SseS3());
    assertThat(recognized("AES256", null, null, null)).isEqualTo(new DefaultEncryption.SseS3());
    assertThat(recognized("AES256", null, false, List.of("SSE-C")))
        .isEqualTo(
            new DefaultWithBlocked(new DefaultEncryption.SseS3(), Set.of(EncryptionType.SSE_C)));
    assertThat(recognized(null, null, null, List.of("NONE"))).isEqualTo(new BlockedOnly(Set.of()));
  }

  @Test
  void whatTheModelCannotSayIsKeptWithItsTexts() {
    assertKept("aws:next", KEY, true, List.of("SSE-C"));
    assertKept("AES256", null, true, null);
    assertKept("AES256", KEY, false, null);
    assertKept("aws:kms:dsse", KEY, true, null);
    assertKept("AES256", null, false, List.of("SSE-Z"));
    assertKept("AES256", null, false, List.of("NONE", "SSE-C"));
    assertKept("AES256", null, false, List.of());
    assertKept("aws:kms", "", false, null);
    assertKept(null, null, null, null);
    assertKept(null, null, true, List.of("NONE"));
  }

  private static void assertKept(
      @Nullable String algorithm,
      @Nullable String keyId,
      @Nullable Boolean bucketKey,
      @Nullable List<String> blocked) {
    var rule = new StoredEncryption.Rule(algorithm, keyId, bucketKey, blocked);
    assertThat(recognized(algorithm, keyId, bucketKey, blocked))
        .isEqualTo(new StoredEncryption(List.of(rule), NO_BYTES));
  }

  private static ServerSideEncryptionConfiguration recognized(
      @Nullable String algorithm,
      @Nullable String keyId,
      @Nullable Boolean bucketKey,
      @Nullable List<String> blocked) {
    var rule = new StoredEncryption.Rule(algorithm, keyId, bucketKey, blocked);
    return new StoredEncryption(List.of(rule), NO_BYTES).recognized();
  }

  @Test
  void noRuleAndTwoRulesAreKept() {
    var rule = new StoredEncryption.Rule("AES256", null, false, null);
    for (var rules : List.of(List.<StoredEncryption.Rule>of(), List.of(rule, rule))) {
      var stored = new StoredEncryption(rules, NO_BYTES);
      assertThat(stored.recognized()).isSameAs(stored);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\u0000b", "a\nb", "\ud800", "\uffff"})
  void aKeyThatNoDocumentCanHoldIsRefused(String keyId) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerSideEncryptionConfiguration.sseKms(keyId));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerSideEncryptionConfiguration.dsseKms(keyId));
  }

  @Test
  void theAlgorithmsAreThoseOfTheWire() {
    assertThat(Stream.of(ChecksumAlgorithm.values()).map(Enum::name))
        .containsExactlyElementsOf(
            Stream.of(dev.coffer.wire.checksum.ChecksumAlgorithm.values())
                .map(Enum::name)
                .toList());
  }
}
