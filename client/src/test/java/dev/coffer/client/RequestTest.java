package dev.coffer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.coffer.client.RawServer.Recorded;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.sigv4.Authorization;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands on the wire, byte for byte. */
final class RequestTest {
  private static final String OWNER = "111122223333";
  private static final String MD5 = "CY9rzUYh03PK3k6DJie09g==";
  private static final String SSE_S3 = document("<Rule>" + byDefault("AES256", "") + "</Rule>");

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

  private static String document(String rules) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + "<ServerSideEncryptionConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        + rules
        + "</ServerSideEncryptionConfiguration>";
  }

  private static String byDefault(String algorithm, String more) {
    return "<ApplyServerSideEncryptionByDefault><SSEAlgorithm>"
        + algorithm
        + "</SSEAlgorithm>"
        + more
        + "</ApplyServerSideEncryptionByDefault>";
  }

  static Stream<Arguments> optionalParameters() {
    var rows = new ArrayList<Arguments>();
    var algorithms =
        new ArrayList<@Nullable ChecksumAlgorithm>(List.of(ChecksumAlgorithm.values()));
    algorithms.add(null);
    for (var algorithm : algorithms) {
      for (String md5 : new String[] {null, MD5}) {
        for (String owner : new String[] {null, OWNER}) {
          rows.add(Arguments.of(algorithm, md5, owner));
        }
      }
    }
    return rows.stream();
  }

  /**
   * The checksums of the SSE-S3 document, made with other software (zlib, hashlib, and bit by bit).
   */
  private static String checksum(ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32 -> "wTwjUw==";
      case CRC32C -> "am3F3Q==";
      case CRC64NVME -> "LeXBTxzPuXo=";
      case SHA1 -> "YQtTMbbn7Y0K3FDOsgodw584wnM=";
      case SHA256 -> "hje9PX5YAhgGFhhFGF20H955W3tFdMm8BI3ombucWco=";
    };
  }

  @ParameterizedTest
  @MethodSource("optionalParameters")
  void putSendsEachOptionalHeaderOnlyWhenGiven(
      @Nullable ChecksumAlgorithm algorithm, @Nullable String md5, @Nullable String owner) {
    server.then(RawServer.OK);
    client
        .putBucketEncryption(
            "bucket", ServerSideEncryptionConfiguration.sseS3(), algorithm, md5, owner)
        .join();
    var expected = new ArrayList<String>();
    var sent = algorithm == null && md5 == null ? ChecksumAlgorithm.CRC32 : algorithm;
    if (sent != null) {
      expected.add(
          "x-amz-checksum-" + sent.name().toLowerCase(Locale.ROOT) + ": " + checksum(sent));
    }
    if (algorithm != null) {
      expected.add("x-amz-sdk-checksum-algorithm: " + algorithm);
    }
    if (md5 != null) {
      expected.add("content-md5: " + md5);
    }
    if (owner != null) {
      expected.add("x-amz-expected-bucket-owner: " + owner);
    }
    expected.addAll(usual("content-type: application/xml"));
    expected.add("content-length: " + SSE_S3.length());
    Recorded request = server.only();
    assertThat(request.requestLine()).isEqualTo("PUT /bucket?encryption HTTP/1.1");
    assertThat(request.body()).isEqualTo(SSE_S3);
    assertThat(exceptSignature(request)).containsExactlyInAnyOrderElementsOf(expected);
    assertSigned(request);
  }

  @ParameterizedTest
  @CsvSource({"GET,", "GET," + OWNER, "DELETE,", "DELETE," + OWNER})
  void getAndDeleteSendTheOwnerOnlyWhenGiven(String method, @Nullable String owner) {
    if (method.equals("GET")) {
      server.then(RawServer.answer(200, SSE_S3));
      client.getBucketEncryption("bucket", owner).join();
    } else {
      server.then(RawServer.NO_CONTENT);
      client.deleteBucketEncryption("bucket", owner).join();
    }
    List<String> expected = usual();
    if (owner != null) {
      expected.add("x-amz-expected-bucket-owner: " + owner);
    }
    Recorded request = server.only();
    assertThat(request.requestLine()).isEqualTo(method + " /bucket?encryption HTTP/1.1");
    assertThat(request.body()).isEmpty();
    assertThat(exceptSignature(request))
        .filteredOn(line -> !line.equals("content-length: 0"))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertSigned(request);
  }

  static Stream<Arguments> configurations() {
    String blocked =
        "<BlockedEncryptionTypes><EncryptionType>SSE-C</EncryptionType></BlockedEncryptionTypes>";
    String nothing = blocked.replace("SSE-C", "NONE");
    String key = "<KMSMasterKeyID>a&amp;&lt;é</KMSMasterKeyID>";
    String bucketKey = "<BucketKeyEnabled>true</BucketKeyEnabled>";
    return Stream.of(
        Arguments.of(ServerSideEncryptionConfiguration.sseS3(), byDefault("AES256", "")),
        Arguments.of(
            ServerSideEncryptionConfiguration.sseS3().blocking(EncryptionType.SSE_C),
            byDefault("AES256", "") + blocked),
        Arguments.of(ServerSideEncryptionConfiguration.sseKms(), byDefault("aws:kms", "")),
        Arguments.of(
            ServerSideEncryptionConfiguration.sseKms("a&<é").withBucketKey().blockingNothing(),
            byDefault("aws:kms", key) + bucketKey + nothing),
        Arguments.of(
            ServerSideEncryptionConfiguration.dsseKms("a&<é"), byDefault("aws:kms:dsse", key)),
        Arguments.of(ServerSideEncryptionConfiguration.blocking(EncryptionType.SSE_C), blocked),
        Arguments.of(ServerSideEncryptionConfiguration.blockingNothing(), nothing));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void aConfigurationIsThisDocument(ServerSideEncryptionConfiguration configuration, String rule) {
    server.then(RawServer.OK);
    client.sync().putBucketEncryption("bucket", configuration);
    assertThat(server.only().body()).isEqualTo(document("<Rule>" + rule + "</Rule>"));
    assertSigned(server.only());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SSE_S3_OF_AMAZON,
        "<ServerSideEncryptionConfiguration><Rule><BucketKeyEnabled>true</BucketKeyEnabled>"
            + "<ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>"
            + "</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>",
        "<ServerSideEncryptionConfiguration>\r\n <Rule a='1'><ElementOfTomorrow>é</ElementOfTomorrow>"
            + "<ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:next</SSEAlgorithm>"
            + "<KMSMasterKeyID>&#x41;</KMSMasterKeyID></ApplyServerSideEncryptionByDefault>"
            + "<BlockedEncryptionTypes><EncryptionType>SSE-Z</EncryptionType>"
            + "</BlockedEncryptionTypes></Rule></ServerSideEncryptionConfiguration>",
        "<ServerSideEncryptionConfiguration/>",
      })
  void puttingBackWhatWasReadSendsTheSameBytes(String document) {
    server.then(RawServer.answer(200, document)).then(RawServer.OK);
    StoredEncryption stored = client.sync().getBucketEncryption("bucket", null);
    client.sync().putBucketEncryption("bucket", stored);
    assertThat(server.requests().getLast().body()).isEqualTo(document);
    assertSigned(server.requests().getLast());
  }

  private static final String SSE_S3_OF_AMAZON =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <ServerSideEncryptionConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule>\
      <ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>\
      </ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled>\
      <BlockedEncryptionTypes><EncryptionType>SSE-C</EncryptionType></BlockedEncryptionTypes></Rule>\
      </ServerSideEncryptionConfiguration>\
      """;

  @ParameterizedTest
  @CsvSource({
    "a/b,        /a%2Fb",
    "a/../b,     /a%2F..%2Fb",
    "..,         /%2E%2E",
    "a?acl,      /a%3Facl",
    "a b,        /a%20b",
    "größe,      /gr%C3%B6%C3%9Fe",
  })
  void anAwkwardBucketStaysOneSegmentOnTheWireAndUnderTheSignature(String bucket, String path) {
    server.then(RawServer.NO_CONTENT);
    client.sync().deleteBucketEncryption(bucket, null);
    assertThat(server.only().requestLine()).isEqualTo("DELETE " + path + "?encryption HTTP/1.1");
    assertSigned(server.only());
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = "\ud800")
  @SuppressWarnings("NullAway")
  void aBucketWithoutNameIsRefusedBeforeAnythingIsSent(String bucket) {
    var sse = ServerSideEncryptionConfiguration.sseS3();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.putBucketEncryption(bucket, sse, null, null, null));
    assertThatIllegalArgumentException().isThrownBy(() -> client.getBucketEncryption(bucket, null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.deleteBucketEncryption(bucket, null));
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1\r\nx-amz-acl: public-read", "\n", "é", " 1"})
  void aHeaderThatWouldBecomeAnotherIsRefusedBeforeAnythingIsSent(String value) {
    var sse = ServerSideEncryptionConfiguration.sseS3();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.putBucketEncryption("bucket", sse, null, value, null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.putBucketEncryption("bucket", sse, null, null, value));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.getBucketEncryption("bucket", value));
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aSessionTokenIsSentAndSigned() {
    server.then(RawServer.NO_CONTENT);
    var key = Credentials.ofSession(Clients.ACCESS_KEY_ID, Clients.SECRET, "token/+=");
    try (var session = Clients.builder(server.uri()).credentials(key).build()) {
      session.sync().deleteBucketEncryption("bucket", null);
    }
    assertThat(server.only().header("x-amz-security-token")).contains("token/+=");
    assertSigned(server.only());
    assertThat(key).hasToString("Credentials[AKIDEXAMPLE]");
  }

  @Test
  void virtualHostsNameTheBucketInTheHost() {
    server.then(RawServer.NO_CONTENT);
    try (var http = HttpClient.newBuilder().proxy(toServer()).build();
        var virtual =
            Clients.builder(URI.create("http://s3.test"))
                .addressing(Addressing.VIRTUAL_HOST)
                .httpClient(http)
                .build()) {
      virtual.sync().deleteBucketEncryption("bucket", null);
    }
    assertThat(server.only().requestLine())
        .isEqualTo("DELETE http://bucket.s3.test/?encryption HTTP/1.1");
    assertThat(server.only().header("Host")).contains("bucket.s3.test");
  }

  /** The signature that botocore 1.43.11 makes of the same request. */
  @Test
  void theSignatureIsTheOneThatBotocoreMakes() {
    server.then(RawServer.OK);
    try (var http = HttpClient.newBuilder().proxy(toServer()).build();
        var other =
            Clients.builder(URI.create("http://s3.test"))
                .region("eu-central-1")
                .httpClient(http)
                .build()) {
      other
          .putBucketEncryption(
              "b é",
              ServerSideEncryptionConfiguration.sseS3(),
              ChecksumAlgorithm.SHA256,
              MD5,
              OWNER)
          .join();
    }
    assertThat(server.only().header("Authorization"))
        .contains(
            "AWS4-HMAC-SHA256"
                + " Credential=AKIDEXAMPLE/20261123/eu-central-1/s3/aws4_request,"
                + " SignedHeaders=content-md5;content-type;host;x-amz-checksum-sha256;"
                + "x-amz-content-sha256;x-amz-date;x-amz-expected-bucket-owner;"
                + "x-amz-sdk-checksum-algorithm,"
                + " Signature=2d6bc4b23220ce99dc7c23dded8baf43bf5bd336001d7635483a616c54549e3c");
  }

  private ProxySelector toServer() {
    return ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
  }

  private List<String> usual(String... more) {
    var lines = new ArrayList<>(List.of(more));
    lines.add("host: 127.0.0.1:" + server.port());
    lines.add("user-agent: coffer-java");
    lines.add("x-amz-date: 20261123T102030Z");
    return lines;
  }

  private static List<String> exceptSignature(Recorded request) {
    return request.headerLines().stream()
        .map(line ->
            line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT)
                + line.substring(line.indexOf(':')))
        .filter(line -> !line.startsWith("authorization:"))
        .filter(line -> !line.startsWith("x-amz-content-sha256:"))
        .toList();
  }

  /** As a server would, over what arrived. */
  private static void assertSigned(Recorded recorded) {
    var headers = Headers.builder();
    for (String line : recorded.headerLines()) {
      int colon = line.indexOf(':');
      headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    String[] words = recorded.requestLine().split(" ", -1);
    int mark = words[1].indexOf('?');
    var request =
        new Request(
            words[0],
            words[1].substring(0, mark),
            words[1].substring(mark + 1),
            headers.build(),
            Body.empty(),
            Request.Peer.LOCAL);
    Authorization claim = Authorization.find(request).orElseThrow();
    claim.requireScope("us-east-1", "s3");
    claim.requireTime(Clients.NOW);
    claim.requireSignature(
        request, SigningKey.derive(SecretAccessKey.of(Clients.SECRET), claim.scope()));
    assertThat(claim.contentHash())
        .isEqualTo(
            dev.coffer.wire.sigv4.ContentHash.Exact.of(
                recorded.body().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }
}
