package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.client.AccessDeniedException;
import dev.coffer.client.Addressing;
import dev.coffer.client.AuthenticationFailedException;
import dev.coffer.client.BadDigestException;
import dev.coffer.client.ChecksumAlgorithm;
import dev.coffer.client.CofferClient;
import dev.coffer.client.CofferClientBuilder;
import dev.coffer.client.CofferClientException;
import dev.coffer.client.Credentials;
import dev.coffer.client.EncryptionType;
import dev.coffer.client.InvalidBucketOwnerException;
import dev.coffer.client.InvalidDigestException;
import dev.coffer.client.NoSuchBucketException;
import dev.coffer.client.ServerSideEncryptionConfiguration;
import dev.coffer.client.SyncClient;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The typed client and the server agree, over both listeners and in both addressing styles. */
@ExtendWith(SharedServer.class)
class TypedClientTest {
  private static final String STRANGER = "210987654321";
  private static final ServerSideEncryptionConfiguration KMS =
      ServerSideEncryptionConfiguration.sseKms(EncryptionConfigurationTest.ARN)
          .withBucketKey()
          .blocking(EncryptionType.SSE_C);

  private final StartedServer server;
  private final RawClient raw;
  private final String bucket;
  private CofferClient client;
  private SyncClient calls;

  TypedClientTest(StartedServer server, Buckets buckets, RawClient raw) {
    this.server = server;
    this.raw = raw;
    this.bucket = buckets.fresh();
    this.client = builder(server.http()).build();
    this.calls = client.sync();
  }

  @BeforeEach
  void isOpen() {
    assertThat(calls.getBucketEncryption(bucket, null).rules()).hasSize(1);
  }

  @AfterEach
  void close() {
    client.close();
  }

  private CofferClientBuilder builder(URI endpoint) {
    return CofferClient.builder(endpoint)
        .credentials(Credentials.of(server.accessKeyId(), server.secretAccessKey()));
  }

  @Test
  void newBucketShowsAmazonsDefault() {
    showsAmazonsDefault();
  }

  private void showsAmazonsDefault() {
    assertThat(calls.getBucketEncryption(bucket, null).recognized())
        .isEqualTo(ServerSideEncryptionConfiguration.sseS3().blocking(EncryptionType.SSE_C));
  }

  @Test
  void everyConfigurationComesBackAsItWasPut() {
    for (ServerSideEncryptionConfiguration put :
        new ServerSideEncryptionConfiguration[] {
          KMS,
          ServerSideEncryptionConfiguration.sseS3().blockingNothing(),
          ServerSideEncryptionConfiguration.sseKms().blockingNothing(),
          ServerSideEncryptionConfiguration.sseKms("alias/mine").blocking(EncryptionType.SSE_C),
          ServerSideEncryptionConfiguration.dsseKms(EncryptionConfigurationTest.ARN)
              .blockingNothing(),
          ServerSideEncryptionConfiguration.dsseKms().blocking(EncryptionType.SSE_C)
        }) {
      calls.putBucketEncryption(bucket, put);
      var stored = calls.getBucketEncryption(bucket, server.account());
      assertThat(stored.recognized()).isEqualTo(put);
      calls.putBucketEncryption(bucket, stored);
      assertThat(calls.getBucketEncryption(bucket, null)).isEqualTo(stored);
    }
    calls.deleteBucketEncryption(bucket, server.account());
    showsAmazonsDefault();
  }

  @Test
  void blockedTypesAloneKeepTheDefault() {
    calls.putBucketEncryption(bucket, KMS);
    calls.putBucketEncryption(bucket, ServerSideEncryptionConfiguration.blockingNothing());
    assertThat(calls.getBucketEncryption(bucket, null).recognized())
        .isEqualTo(
            ServerSideEncryptionConfiguration.sseKms(EncryptionConfigurationTest.ARN)
                .withBucketKey()
                .blockingNothing());
  }

  @ParameterizedTest
  @EnumSource(ChecksumAlgorithm.class)
  void everyChecksumIsAccepted(ChecksumAlgorithm algorithm) {
    calls.putBucketEncryption(bucket, KMS, algorithm, null, server.account());
    assertThat(calls.getBucketEncryption(bucket, null).recognized()).isEqualTo(KMS);
  }

  @Test
  void refusalsHaveTheirTypesAndTexts() {
    var none =
        catchThrowableOfType(
            NoSuchBucketException.class,
            () -> calls.getBucketEncryption(Buckets.freshName(), null));
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.code()).isEqualTo("NoSuchBucket");
    assertThat(none.message()).isEqualTo("The specified bucket does not exist");
    assertThat(none.requestId()).isNotEmpty();
    assertThat(none.findElement("BucketName")).isPresent();
    assertThatThrownBy(() -> calls.deleteBucketEncryption(bucket, STRANGER))
        .isInstanceOf(AccessDeniedException.class);
    assertThatThrownBy(() -> calls.getBucketEncryption(bucket, "12"))
        .isInstanceOf(InvalidBucketOwnerException.class);
    assertThatThrownBy(() -> calls.putBucketEncryption(bucket, KMS, null, "MTIz", null))
        .isInstanceOf(InvalidDigestException.class);
    String other = EncryptionRefusalsTest.md5("other");
    assertThatThrownBy(() -> calls.putBucketEncryption(bucket, KMS, null, other, null))
        .isInstanceOf(BadDigestException.class);
    showsAmazonsDefault();
  }

  @Test
  void wrongSecretFails() {
    var stranger = Credentials.of(server.accessKeyId(), "not the secret");
    try (var wrong = CofferClient.builder(server.http()).credentials(stranger).build()) {
      assertThatThrownBy(() -> wrong.getBucketEncryption(bucket, null).join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(AuthenticationFailedException.class);
    }
  }

  @Test
  void manyCallsAtOnce() {
    CompletableFuture<?>[] puts =
        IntStream.range(0, 50)
            .mapToObj(i -> client.putBucketEncryption(bucket, KMS, null, null, null))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(puts).join();
    assertThat(client.getBucketEncryption(bucket, null).join().recognized()).isEqualTo(KMS);
  }

  @Test
  void worksOverTlsWithTheServersAuthority() {
    try (var trusting = builder(server.https()).trusting(server.ca()).build()) {
      trusting.putBucketEncryption(bucket, KMS, null, null, null).join();
    }
    assertThat(calls.getBucketEncryption(bucket, null).recognized()).isEqualTo(KMS);
    try (var strict = builder(server.https()).build()) {
      assertThatThrownBy(() -> strict.sync().getBucketEncryption(bucket, null))
          .isInstanceOfSatisfying(
              CofferClientException.class,
              e -> assertThat(e.reason()).isEqualTo(CofferClientException.Reason.TLS));
    }
  }

  @Test
  void virtualHostsWork() {
    String known = "named-in-hosts";
    raw.send("PUT", "/" + known, "").is(200);
    URI local = URI.create("http://localhost:" + server.http().getPort());
    try (var hosted = builder(local).addressing(Addressing.VIRTUAL_HOST).build()) {
      hosted.putBucketEncryption(known, KMS, null, null, null).join();
    }
    assertThat(calls.getBucketEncryption(known, null).recognized()).isEqualTo(KMS);
  }
}
