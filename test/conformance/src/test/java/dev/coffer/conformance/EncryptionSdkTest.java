package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CryptoResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.cryptography.materialproviders.IKeyring;
import software.amazon.cryptography.materialproviders.MaterialProviders;
import software.amazon.cryptography.materialproviders.model.CollectionOfErrors;
import software.amazon.cryptography.materialproviders.model.CreateAwsKmsDiscoveryKeyringInput;
import software.amazon.cryptography.materialproviders.model.CreateAwsKmsKeyringInput;
import software.amazon.cryptography.materialproviders.model.CreateAwsKmsMultiKeyringInput;
import software.amazon.cryptography.materialproviders.model.MaterialProvidersConfig;

/** The AWS Encryption SDK for Java with keys of the server. */
@ExtendWith(SharedServer.class)
class EncryptionSdkTest {
  private static final byte[] TEXT = "a plain sentence, ".repeat(5000).getBytes(UTF_8);
  private static final Map<String, String> CONTEXT =
      Map.of("purpose", "a / b + c = d", "größe", "ü");

  private final AwsCrypto crypto = AwsCrypto.standard();
  private final MaterialProviders providers =
      MaterialProviders.builder()
          .MaterialProvidersConfig(MaterialProvidersConfig.builder().build())
          .build();
  private final KmsClient kms;
  private final Keys keys;

  EncryptionSdkTest(StartedServer server, KmsClient kms) {
    this.kms = kms;
    this.keys = new Keys(server, kms);
  }

  private IKeyring keyring(String arn) {
    return keyring(kms, arn);
  }

  private IKeyring keyring(KmsClient client, String arn) {
    return providers.CreateAwsKmsKeyring(
        CreateAwsKmsKeyringInput.builder().kmsClient(client).kmsKeyId(arn).build());
  }

  private IKeyring keyrings(String generator, String... others) {
    return providers.CreateAwsKmsMultiKeyring(
        CreateAwsKmsMultiKeyringInput.builder()
            .clientSupplier(_ -> kms)
            .generator(generator)
            .kmsKeyIds(List.of(others))
            .build());
  }

  private byte[] sealed(IKeyring keyring) {
    return crypto.encryptData(keyring, TEXT, CONTEXT).getResult();
  }

  private byte[] opened(IKeyring keyring, byte[] sealed) {
    return crypto.decryptData(keyring, sealed).getResult();
  }

  private String refusal(IKeyring keyring, byte[] sealed) {
    return refusal(() -> opened(keyring, sealed));
  }

  /** What the SDK says, which gathers what it heard of each key. */
  private static String refusal(ThrowingCallable call) {
    RuntimeException refusal = catchThrowableOfType(RuntimeException.class, call);
    assertThat(refusal).as("a refusal was expected").isNotNull();
    return said(refusal);
  }

  private static String said(RuntimeException refusal) {
    Stream<RuntimeException> within =
        refusal instanceof CollectionOfErrors many ? many.list().stream() : Stream.empty();
    return Stream.concat(Stream.of(refusal.toString()), within.map(EncryptionSdkTest::said))
        .collect(Collectors.joining("\n"));
  }

  private void disable(String keyId) {
    kms.disableKey(disable -> disable.keyId(keyId));
  }

  @Test
  void whatIsSealedUnderAKeyComesBackWithItsContext() {
    String key = keys.fresh().arn();
    byte[] sealed = sealed(keyring(key));
    assertThat(new String(sealed, ISO_8859_1)).doesNotContain("a plain sentence");
    CryptoResult<byte[], ?> opened = crypto.decryptData(keyring(key), sealed, CONTEXT);
    assertThat(opened.getResult()).isEqualTo(TEXT);
    assertThat(opened.getEncryptionContext()).containsAllEntriesOf(CONTEXT);
    IKeyring discovering =
        providers.CreateAwsKmsDiscoveryKeyring(
            CreateAwsKmsDiscoveryKeyringInput.builder().kmsClient(kms).build());
    assertThat(opened(discovering, sealed)).isEqualTo(TEXT);
  }

  @Test
  void anotherContextOpensNothing() {
    String key = keys.fresh().arn();
    byte[] sealed = sealed(keyring(key));
    assertThat(
            refusal(() ->
                crypto.decryptData(keyring(key), sealed, Map.of("purpose", "something else"))))
        .contains("ncryption context");
    // The context stands in the message; there it is changed behind the SDK's back.
    byte[] changed =
        new String(sealed, ISO_8859_1).replaceFirst("a / b", "a / c").getBytes(ISO_8859_1);
    assertThat(changed).isNotEqualTo(sealed).hasSameSizeAs(sealed);
    assertThat(refusal(keyring(key), changed)).contains("InvalidCiphertextException");
  }

  @Test
  void anotherKeyOpensNothing() {
    byte[] sealed = sealed(keyring(keys.fresh().arn()));
    assertThat(refusal(keyring(keys.fresh().arn()), sealed))
        .contains("No Encrypted Data Keys found to match");
  }

  @Test
  void oneOfSeveralKeysIsEnoughAndNoneIsNot() {
    String one = keys.fresh().arn();
    String two = keys.fresh().arn();
    byte[] sealed = sealed(keyrings(one, two));
    for (IKeyring keyring : List.of(keyring(one), keyring(two), keyrings(one, two))) {
      assertThat(opened(keyring, sealed)).isEqualTo(TEXT);
    }
    disable(one);
    assertThat(refusal(keyring(one), sealed)).contains(one + " is disabled.");
    assertThat(opened(keyrings(one, two), sealed)).isEqualTo(TEXT);
    disable(two);
    assertThat(refusal(keyrings(one, two), sealed))
        .contains(one + " is disabled.")
        .contains(two + " is disabled.");
    assertThat(refusal(() -> sealed(keyring(two)))).contains(two + " is disabled.");
    kms.enableKey(enable -> enable.keyId(two));
    assertThat(opened(keyrings(one, two), sealed)).isEqualTo(TEXT);
  }

  @Test
  void aGrantForTheContextLetsAUserOpen() {
    String key = keys.fresh().arn();
    byte[] sealed = sealed(keyring(key));
    String nothing =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}\
        """;
    try (Keys.User user = keys.user(nothing)) {
      assertThat(refusal(keyring(user.kms(), key), sealed)).contains("kms:Decrypt");
      kms.createGrant(create ->
          create
              .keyId(key)
              .granteePrincipal(user.arn())
              .operations(GrantOperation.DECRYPT)
              .constraints(c -> c.encryptionContextSubset(CONTEXT)));
      assertThat(opened(keyring(user.kms(), key), sealed)).isEqualTo(TEXT);
      assertThat(refusal(() -> sealed(keyring(user.kms(), key))))
          .as("what was granted is Decrypt")
          .contains("kms:GenerateDataKey");
    }
  }
}
