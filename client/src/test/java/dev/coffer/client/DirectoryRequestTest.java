package dev.coffer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent about directory buckets, and what their answers are read as. */
final class DirectoryRequestTest {
  private static final DirectoryBucket BUCKET = new DirectoryBucket("b--use1-az4--x-s3");
  private static final String KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd";

  private RawServer server;
  private CofferClient client;

  @BeforeEach
  void start() throws IOException {
    server = new RawServer();
    client = Clients.client(server);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static String document(String byDefault, String more) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + "<ServerSideEncryptionConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        + "<Rule><ApplyServerSideEncryptionByDefault>"
        + byDefault
        + "</ApplyServerSideEncryptionByDefault>"
        + more
        + "</Rule></ServerSideEncryptionConfiguration>";
  }

  static Stream<Arguments> configurations() {
    return Stream.of(
        Arguments.of(DirectoryEncryption.sseS3(), "<SSEAlgorithm>AES256</SSEAlgorithm>"),
        Arguments.of(
            DirectoryEncryption.sseKms(KEY),
            "<SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>" + KEY + "</KMSMasterKeyID>"));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void aConfigurationIsThisDocumentSignedForDirectoryBuckets(
      DirectoryEncryption configuration, String byDefault) {
    server.then(RawServer.OK);
    client.sync().putBucketEncryption(BUCKET, configuration);
    RawServer.Recorded sent = server.only();
    assertThat(sent.requestLine()).isEqualTo("PUT /b--use1-az4--x-s3?encryption HTTP/1.1");
    assertThat(sent.body()).isEqualTo(document(byDefault, ""));
    assertThat(sent.header("x-amz-checksum-crc32")).isPresent();
    assertThat(sent.header("content-md5")).isEmpty();
    assertSignedForExpress(sent);
  }

  @Test
  void theChecksumIsTheOneThatIsAskedFor() {
    server.then(RawServer.OK);
    client
        .putBucketEncryption(BUCKET, DirectoryEncryption.sseS3(), ChecksumAlgorithm.SHA256)
        .join();
    assertThat(server.only().header("x-amz-checksum-sha256")).isPresent();
    assertThat(server.only().header("x-amz-sdk-checksum-algorithm")).contains("SHA256");
  }

  @Test
  void whatIsStoredIsRead() {
    String on = "<BucketKeyEnabled>true</BucketKeyEnabled>";
    server.then(RawServer.answer(200, document("<SSEAlgorithm>AES256</SSEAlgorithm>", on)));
    assertThat(client.sync().getBucketEncryption(BUCKET).findDirectoryEncryption())
        .contains(DirectoryEncryption.sseS3());
    assertThat(server.only().requestLine()).isEqualTo("GET /b--use1-az4--x-s3?encryption HTTP/1.1");
    assertSignedForExpress(server.only());
  }

  @Test
  void aResetIsSentTheSameWay() {
    server.then(RawServer.NO_CONTENT);
    client.sync().deleteBucketEncryption(BUCKET);
    assertThat(server.only().requestLine())
        .isEqualTo("DELETE /b--use1-az4--x-s3?encryption HTTP/1.1");
    assertSignedForExpress(server.only());
  }

  private static void assertSignedForExpress(RawServer.Recorded sent) {
    assertThat(sent.header("Authorization").orElse(""))
        .contains("/us-east-1/s3express/aws4_request");
    assertThat(sent.header("x-amz-expected-bucket-owner")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bucket", "", "b--x-s3", "B--use1-az4--x-s3", "b--use1-az4--x-s3/k"})
  void whatIsCalledOtherwiseIsNone(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> new DirectoryBucket(name));
  }

  @Test
  void aDirectorysNameIsNoOtherBuckets() {
    var sse = ServerSideEncryptionConfiguration.sseS3();
    String name = BUCKET.name();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.putBucketEncryption(name, sse, null, null, null));
    assertThatIllegalArgumentException().isThrownBy(() -> client.getBucketEncryption(name, null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.deleteBucketEncryption(name, null));
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "alias/mine",
        "alias/aws/s3",
        "aws/s3",
        "arn:aws:kms:us-east-1:111122223333:alias/mine",
        "a\nb"
      })
  void aKeyIsNamedByIdOrArn(String keyId) {
    assertThatIllegalArgumentException().isThrownBy(() -> DirectoryEncryption.sseKms(keyId));
  }

  @ParameterizedTest
  @CsvSource({
    "AES256,, true, true",
    "AES256,, false, true",
    "AES256, k, true, false",
    "aws:kms, k, true, true",
    "aws:kms,, true, false",
    "aws:kms, alias/a, true, false",
    "aws:kms:dsse, k, true, false",
    "aws:next,, true, false",
    ",, true, false",
  })
  void whatNoDirectoryBucketHasIsNotRecognized(
      @Nullable String algorithm, @Nullable String keyId, boolean bucketKey, boolean known) {
    var rule = new StoredEncryption.Rule(algorithm, keyId, bucketKey, null);
    var stored = new StoredEncryption(List.of(rule), new byte[0]);
    assertThat(stored.findDirectoryEncryption().isPresent()).isEqualTo(known);
    var blocked = new StoredEncryption.Rule(algorithm, keyId, bucketKey, List.of("NONE"));
    assertThat(new StoredEncryption(List.of(blocked), new byte[0]).findDirectoryEncryption())
        .isEmpty();
    assertThat(new StoredEncryption(List.of(rule, rule), new byte[0]).findDirectoryEncryption())
        .isEmpty();
  }
}
