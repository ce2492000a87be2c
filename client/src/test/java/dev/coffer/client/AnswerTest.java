package dev.coffer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.coffer.client.CofferClientException.Reason;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server may answer, friendly or not. */
final class AnswerTest {
  private RawServer server;
  private CofferClient client;

  @BeforeEach
  void start() throws IOException {
    server = new RawServer();
    client = Clients.builder(server.uri()).retries(RetryPolicy.NEVER).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private Throwable failureOfGet(RawServer.Reply reply) {
    server.then(reply);
    return catchThrowable(() -> client.sync().getBucketEncryption("bucket", null));
  }

  private S3ServiceException refusalOfGet(RawServer.Reply reply) {
    return (S3ServiceException) failureOfGet(reply);
  }

  @Test
  void anErrorDocumentIsReadWhole() {
    String document =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <Error><Code>InvalidArgument</Code><Message>a KMSMasterKeyID is not applicable &amp;c</Message>\
        <ArgumentName>ApplyServerSideEncryptionByDefault</ArgumentName><RequestId>R1</RequestId>\
        <HostId>H1</HostId></Error>\
        """;
    var refused =
        (InvalidArgumentException)
            refusalOfGet(RawServer.answer(400, document, "x-amz-request-id: other\r\n"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).isEqualTo("a KMSMasterKeyID is not applicable &c");
    assertThat(refused.requestId()).isEqualTo("R1");
    assertThat(refused.hostId()).isEqualTo("H1");
    assertThat(refused.findArgumentName()).contains("ApplyServerSideEncryptionByDefault");
    assertThat(refused.findArgumentValue()).isEmpty();
    assertThat(refused.elements())
        .isEqualTo(Map.of("ArgumentName", "ApplyServerSideEncryptionByDefault"));
  }

  @ParameterizedTest
  @CsvSource({
    "403,AccessDenied,AccessDeniedException",
    "400,BadDigest,BadDigestException",
    "400,InvalidDigest,InvalidDigestException",
    "400,InvalidRequest,InvalidRequestException",
    "400,InvalidBucketOwnerAWSAccountID,InvalidBucketOwnerException",
    "400,MalformedXML,MalformedXmlException",
    "404,NoSuchBucket,NoSuchBucketException",
    "501,NotImplemented,NotImplementedException",
    "503,SlowDown,ThrottledException",
    "503,ServiceUnavailable,ServiceUnavailableException",
    "403,SignatureDoesNotMatch,AuthenticationFailedException",
    "400,SomethingOfTomorrow,S3ServiceException",
  })
  void aCodeOnTheWireIsItsException(int status, String code, String type) {
    S3ServiceException refused = refusalOfGet(RawServer.error(status, code));
    assertThat(refused.getClass().getSimpleName()).isEqualTo(type);
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused.message()).isEqualTo("as told");
    assertThat(refused.requestId()).isEqualTo("4442587FB7D0A2F9");
    assertThat(refused.hostId()).isEqualTo("host");
  }

  @Test
  void anAnswerWithoutBodyKeepsStatusAndRequestId() {
    S3ServiceException refused =
        refusalOfGet(RawServer.answer(403, "", "x-amz-request-id: R2\r\nx-amz-id-2: H2\r\n"));
    assertThat(refused.getClass()).isEqualTo(S3ServiceException.class);
    assertThat(refused.code()).isEmpty();
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.requestId()).isEqualTo("R2");
    assertThat(refused.hostId()).isEqualTo("H2");
    assertThat(refused).hasMessage("no error document (status 403, request id R2)");
  }

  @Test
  void aProxysPageIsQuotedShortlyAndInOneLine() {
    String page = "<html>\r\n<h1>Bad\u0007 Gateway</h1>" + "x".repeat(5_000) + "</html>";
    S3ServiceException refused = refusalOfGet(RawServer.answer(502, page));
    assertThat(refused.message())
        .startsWith("no error document; the answer begins with: <html> <h1>Bad Gateway</h1>xxx")
        .hasSizeLessThan(300)
        .doesNotContain("\n");
    assertThat(refused.retryable()).isTrue();
  }

  @Test
  void aPageWithoutEndIsCutAndKeepsItsStatus() {
    S3ServiceException refused =
        refusalOfGet(RawServer.answer(500, "y".repeat(3 * Sender.MAX_ANSWER_BYTES)));
    assertThat(refused.status()).isEqualTo(500);
    assertThat(refused.message()).contains("yyy").hasSizeLessThan(300);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not xml",
        "<html><body>Log in first</body></html>",
        "<ServerSideEncryptionConfiguration><Rule>",
        "<ServerSideEncryptionConfiguration><Rule><BucketKeyEnabled>maybe</BucketKeyEnabled></Rule>"
            + "</ServerSideEncryptionConfiguration>",
        "<Error><Code>InternalError</Code></Error>",
        "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><ServerSideEncryptionConfiguration>"
            + "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>&b;</SSEAlgorithm>"
            + "</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>",
        "<!DOCTYPE x SYSTEM 'file:///etc/passwd'><ServerSideEncryptionConfiguration/>",
      })
  void aSuccessThatIsNoConfigurationIsUnreadable(String body) {
    assertThat(failureOfGet(RawServer.answer(200, body)))
        .isInstanceOfSatisfying(
            CofferClientException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.UNREADABLE_ANSWER));
  }

  @Test
  void aSuccessThatNeverEndsIsUnreadable() {
    String padding = " ".repeat(Sender.MAX_ANSWER_BYTES);
    String body =
        "<ServerSideEncryptionConfiguration>" + padding + "</ServerSideEncryptionConfiguration>";
    assertThat(failureOfGet(RawServer.answer(200, body)))
        .isInstanceOf(CofferClientException.class)
        .hasMessageContaining("longer than");
  }

  @Test
  void hostileErrorDocumentsAreNoDocuments() {
    String bomb =
        "<!DOCTYPE x [<!ENTITY a '"
            + "a".repeat(1000)
            + "'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]><Error><Code>NoSuchBucket</Code>"
            + "<Message>&b;&b;&b;</Message></Error>";
    S3ServiceException refused = refusalOfGet(RawServer.answer(404, bomb));
    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.message()).hasSizeLessThan(300);
  }

  @Test
  void deepNestingDoesNotExhaustTheStack() {
    String deep = "<a>".repeat(100_000) + "</a>".repeat(100_000);
    assertThat(refusalOfGet(RawServer.answer(400, "<Error>" + deep + "</Error>")).status())
        .isEqualTo(400);
  }

  @Test
  void aPageWhereNothingBelongsIsNoSuccess() {
    server.then(RawServer.answer(200, "<html>Log in first</html>"));
    var sse = ServerSideEncryptionConfiguration.sseS3();
    assertThat(catchThrowable(() -> client.sync().putBucketEncryption("bucket", sse)))
        .isInstanceOfSatisfying(
            CofferClientException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.UNREADABLE_ANSWER));
  }

  @Test
  void whatIsNotHttpIsAFailedConnection() {
    assertThat(failureOfGet(RawServer.Reply.of("SSH-2.0-OpenSSH_9.9\r\n")))
        .isInstanceOf(CofferClientException.class);
  }
}
