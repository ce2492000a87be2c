package dev.coffer.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.AbortMultipartUpload;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.CopyObject;
import dev.coffer.wire.s3.CreateMultipartUpload;
import dev.coffer.wire.s3.DeleteObject;
import dev.coffer.wire.s3.GetBucketEncryption;
import dev.coffer.wire.s3.GetBucketLocation;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.HeadBucket;
import dev.coffer.wire.s3.ListObjectsV2;
import dev.coffer.wire.s3.PutBucketEncryption;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.BlockedEncryptionTypes;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.ByDefault;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.Rule;
import dev.coffer.wire.s3.UpdateObjectEncryption;
import dev.coffer.wire.s3.UploadPart;
import dev.coffer.wire.s3.UploadPartCopy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What members look like on the wire, and the refusals of those that do not decode. */
final class CodecTest {
  private static final String SSE = "x-amz-server-side-encryption";
  private final Codec codec = Codec.s3();

  @Test
  void theEncryptionDocumentIsAmazons() throws IOException {
    var configuration =
        new ServerSideEncryptionConfiguration(
            List.of(
                new Rule(
                    new ByDefault("AES256", null),
                    false,
                    new BlockedEncryptionTypes(List.of("SSE-C")))));
    Response response =
        codec.encode(
            GetBucketEncryption.class, new GetBucketEncryption.Output(Document.of(configuration)));
    assertThat(text(response))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <ServerSideEncryptionConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled><BlockedEncryptionTypes><EncryptionType>SSE-C</EncryptionType></BlockedEncryptionTypes></Rule></ServerSideEncryptionConfiguration>\
            """);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers().first("content-type")).contains("application/xml");
  }

  @Test
  void theDefaultRegionIsAnEmptyElement() throws IOException {
    var response = codec.encode(GetBucketLocation.class, new GetBucketLocation.Output(null));
    assertThat(text(response)).endsWith("doc/2006-03-01/\"></LocationConstraint>");
  }

  @Test
  void illegalCharactersAreNumericReferences() throws IOException {
    var response =
        codec.encode(GetBucketLocation.class, new GetBucketLocation.Output("a\u0000\r\uFFFF\"<"));
    assertThat(text(response)).contains(">a&#x0;&#13;&#xffff;&quot;&lt;</");
  }

  @Test
  void headHasNoBody() throws IOException {
    var response = codec.encode(HeadBucket.class, new HeadBucket.Output("eu-west-1"));
    assertThat(text(response)).isEmpty();
    assertThat(response.headers().first("x-amz-bucket-region")).contains("eu-west-1");
  }

  @Test
  void aRequestHasBucketAsOneSegmentAndSlashesInTheKey() {
    var request = codec.encodeRequest(new DeleteObject("b/c", "a//b +%?", "v&1", null, null, "1"));
    assertThat(request.rawPath()).isEqualTo("/b%2Fc/a//b%20%2B%25%3F");
    assertThat(request.rawQuery()).isEqualTo("versionId=v%261");
    assertThat(request.headers().fields())
        .containsExactly(new Headers.Field("x-amz-expected-bucket-owner", "1"));
  }

  @Test
  void selectorsAreSent() {
    assertThat(codec.encodeRequest(new GetBucketEncryption("b", null)).rawQuery())
        .isEqualTo("encryption");
    var list = new ListObjectsV2("b", null, null, 7, null, null, null, null, null, null, null);
    assertThat(codec.encodeRequest(list).rawQuery()).isEqualTo("list-type=2&max-keys=7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1.5", "2147483648", "%2B5", "0x1", "1e3", "\u0661", "%205", "-"})
  void integersThatDoNotParseAreRefusedWithAmazonsText(String value) {
    assertThatThrownBy(() -> decode(ListObjectsV2.class, "max-keys=" + value, Headers.EMPTY))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.error()).isEqualTo(S3Error.InvalidArgument);
              assertThat(e.text())
                  .isEqualTo("Provided max-keys not an integer or within integer range");
              assertThat(e.elements())
                  .containsEntry("ArgumentName", "max-keys")
                  .containsKey("ArgumentValue");
            });
  }

  @Test
  void anEmptyNumberIsAnAbsentOne() {
    assertThat(decode(ListObjectsV2.class, "max-keys=&prefix=", Headers.EMPTY))
        .satisfies(list -> assertThat(list.maxKeys()).isNull())
        .satisfies(list -> assertThat(list.prefix()).isEmpty());
  }

  @Test
  void aPartNumberThatDoesNotParseHasItsOwnText() {
    assertRefused(
        () -> decode(UploadPart.class, "partNumber=x&uploadId=u", Headers.EMPTY),
        S3Error.InvalidArgument,
        "Part number must be an integer between 1 and 10000, inclusive");
  }

  @Test
  void missingMembersAreNamed() {
    assertRefused(
        () -> decode(UploadPart.class, "partNumber=1", Headers.EMPTY),
        S3Error.InvalidArgument,
        "uploadId");
    assertRefused(
        () -> decode(CopyObject.class, null, Headers.EMPTY),
        S3Error.InvalidRequest,
        "x-amz-copy-source");
  }

  @Test
  void brokenQueriesAreRefused() {
    assertRefused(
        () -> decode(GetObject.class, "versionId=%zz", Headers.EMPTY), S3Error.InvalidURI, "");
  }

  @Test
  void headersThatContradictThemselvesAreRefused() {
    Headers twice = Headers.of(SSE, "AES256", "X-Amz-Server-Side-Encryption", "aws:kms");
    assertRefused(() -> decode(PutObject.class, null, twice), S3Error.InvalidRequest, "");
    assertRefused(
        () -> decode(GetObject.class, "versionId=1&versionId=2", Headers.EMPTY),
        S3Error.InvalidArgument,
        "");
    Headers same = Headers.of(SSE, "AES256", SSE, "AES256");
    assertThat(decode(PutObject.class, null, same).sse().algorithm()).isEqualTo("AES256");
    Headers unbound = Headers.of("x-foreign", "1", "x-foreign", "2");
    assertThat(decode(PutObject.class, null, unbound).key()).isEqualTo("k");
  }

  @Test
  void repeatedMetadataIsJoined() {
    Headers headers = Headers.of("X-Amz-Meta-Colour", "red", "x-amz-meta-colour", "blue");
    assertThat(decode(PutObject.class, null, headers).headers().metadata())
        .isEqualTo(Map.of("colour", "red,blue"));
  }

  @Test
  void aPresignedUrlCarriesHeaders() {
    String query = SSE + "=AES256&X-Amz-Signature=s&X-Amz-Meta-A=1&X-Amz-Expires=60";
    var put = decode(PutObject.class, query, Headers.EMPTY);
    assertThat(put.sse().algorithm()).isEqualTo("AES256");
    assertThat(put.headers().metadata()).isEqualTo(Map.of("a", "1"));
    assertThat(decode(PutObject.class, SSE + "=AES256", Headers.EMPTY).sse().algorithm()).isNull();
    assertRefused(
        () -> decode(PutObject.class, query, Headers.of(SSE, "aws:kms")),
        S3Error.InvalidRequest,
        "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%0D%0Ab", "a%00", "%E2%82%AC", "%7F"})
  void aResponseOverrideCannotEndItsLine(String value) {
    assertRefused(
        () -> decode(GetObject.class, "response-content-type=" + value, Headers.EMPTY),
        S3Error.InvalidArgument,
        "ISO-8859-1");
  }

  @Test
  void aControlCharacterNeverEntersAHeader() {
    assertThatThrownBy(
            () -> codec.encode(HeadBucket.class, new HeadBucket.Output("a\r\nSet-Cookie: b")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anAnswerThatDoesNotDecodeIsMalformed() {
    for (String document :
        List.of("", "<", "<Other/>", "<LocationConstraint><a></b></LocationConstraint>")) {
      var response =
          new Response(200, Headers.EMPTY, Body.of(document.getBytes(StandardCharsets.UTF_8)));
      assertThatThrownBy(() -> codec.decodeResponse(GetBucketLocation.Output.class, response))
          .isInstanceOf(MalformedMessage.class);
    }
    assertThatThrownBy(() -> codec.decodeResponse(HeadBucket.Output.class, Response.empty(200)))
        .isInstanceOf(MalformedMessage.class);
  }

  @Test
  void aClientSkipsWhatItDoesNotKnow() {
    String document =
        "<ServerSideEncryptionConfiguration xmlns='urn:new' new='1'><New><Deep/></New>"
            + "</ServerSideEncryptionConfiguration>";
    var response =
        new Response(200, Headers.EMPTY, Body.of(document.getBytes(StandardCharsets.UTF_8)));
    assertThat(
            codec
                .decodeResponse(GetBucketEncryption.Output.class, response)
                .configuration()
                .read()
                .rules())
        .isEmpty();
  }

  @Test
  void refusalsAreDocuments() throws IOException {
    S3Exception refusal =
        S3Error.InvalidArgument.because("a < b").with("ArgumentName", "n").with("Other", "o");
    var error = ErrorDocument.of(refusal, "R1", "H1");
    Response response = error.response("GET");
    assertThat(text(response))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>InvalidArgument</Code><Message>a &lt; b</Message><ArgumentName>n</ArgumentName><Other>o</Other><RequestId>R1</RequestId><HostId>H1</HostId></Error>\
            """);
    response.body().stream().reset();
    assertThat(ErrorDocument.read(response)).isEqualTo(error);
    assertThat(error.response("HEAD").body().sizeBytes()).isZero();
    assertThat(error.response("HEAD").status()).isEqualTo(400);
    assertThat(ErrorDocument.find(200, error.bytes())).isPresent();
  }

  @Test
  void refusalsCarryTheirHeadersEverywhere() {
    for (S3Error error : List.of(S3Error.MethodNotAllowed, S3Error.NotModified)) {
      var document = ErrorDocument.of(error.refusal().header("Allow", "DELETE"), "R", "H");
      for (String method : List.of("GET", "HEAD")) {
        assertThat(document.response(method).headers().first("allow")).contains("DELETE");
      }
    }
  }

  @Test
  void aClientKeepsCodesThatItDoesNotKnow() {
    byte[] bytes =
        "<Error><Code>New</Code><Message/><X>1</X></Error>".getBytes(StandardCharsets.UTF_8);
    var error = ErrorDocument.read(new Response(418, Headers.EMPTY, Body.of(bytes)));
    assertThat(error.code()).isEqualTo("New");
    assertThat(error.elements()).isEqualTo(Map.of("X", "1"));
    var bare = ErrorDocument.read(Response.empty(503));
    assertThat(bare.code()).isEqualTo("503");
    assertThat(ErrorDocument.find(200, "<CopyObjectResult/>".getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
  }

  @Test
  void membersThatWeDoNotHonourAreRefusedByName() {
    assertNotImplemented(
        PutObject.class,
        null,
        Headers.of("x-amz-object-lock-event-hold", "ON"),
        "x-amz-object-lock-event-hold");
    assertNotImplemented(
        PutObject.class, null, Headers.of("X-Amz-Checksum-Xxhash3", "a"), "x-amz-checksum-xxhash3");
    assertNotImplemented(
        PutBucketEncryption.class,
        "encryption",
        Headers.of("x-amz-checksum-sha512", "a"),
        "x-amz-checksum-sha512");
    assertNotImplemented(
        PutObject.class,
        "x-amz-object-lock-event-hold=ON&X-Amz-Signature=s",
        Headers.EMPTY,
        "x-amz-object-lock-event-hold");
    assertNotImplemented(DeleteObject.class, null, Headers.of("x-amz-mfa", "1"), "x-amz-mfa");
    check(DeleteObject.class, null, Headers.of("x-amz-bypass-governance-retention", "false"));
    check(PutObject.class, "foreign=1", Headers.of("x-amz-foreign", "1", "Content-Length", "5"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-aws-kms-key-id", "-context", "-bucket-key-enabled"})
  void encryptionHeadersAreRefusedWhereNothingIsEncrypted(String suffix) {
    Headers headers = Headers.of(SSE + suffix, "a");
    for (Class<? extends Operation<?>> type :
        List.<Class<? extends Operation<?>>>of(GetObject.class, UploadPart.class)) {
      assertThatThrownBy(() -> check(type, null, headers))
          .isInstanceOfSatisfying(
              S3Exception.class,
              e -> {
                assertThat(e.error()).isEqualTo(S3Error.InvalidArgument);
                assertThat(e.text())
                    .isEqualTo(SSE + " header is not supported for this operation.");
                assertThat(e.elements()).containsEntry("ArgumentName", SSE);
              });
    }
    check(PutObject.class, null, headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "If-Match",
        "If-None-Match",
        "If-Modified-Since",
        "If-Unmodified-Since",
        "x-amz-copy-source",
        "x-amz-rename-source",
        "x-amz-write-offset-bytes"
      })
  void whatWouldChangeAWriteIsRefusedWhereAmazonKnowsItNot(String name) {
    for (Class<? extends Operation<?>> type :
        List.<Class<? extends Operation<?>>>of(
            UpdateObjectEncryption.class, PutBucketEncryption.class)) {
      assertNotImplemented(type, null, Headers.of(name, "a"), name);
    }
    // What an upload is to be completed with, some clients give to each of its requests.
    check(CreateMultipartUpload.class, null, Headers.of(name, "a"));
    check(UploadPart.class, null, Headers.of(name, "a"));
    check(AbortMultipartUpload.class, null, Headers.of(name, "a"));
    check(GetBucketEncryption.class, null, Headers.of(name, "a"));
  }

  @Test
  void aCopyOfAWholeObjectTakesNoRange() {
    Headers range = Headers.of("x-amz-copy-source-range", "bytes=0-1");
    assertNotImplemented(CopyObject.class, null, range, "x-amz-copy-source-range");
    check(UploadPartCopy.class, null, range);
  }

  private static void assertNotImplemented(
      Class<? extends Operation<?>> type, @Nullable String query, Headers headers, String name) {
    assertThatThrownBy(() -> check(type, query, headers))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.error()).isEqualTo(S3Error.NotImplemented);
              assertThat(e.elements()).containsEntry("Header", name);
            });
  }

  private static void check(
      Class<? extends Operation<?>> type, @Nullable String query, Headers headers) {
    Refusals.check(Model.s3().of(type), type, request(query, headers));
  }

  private <O extends Operation<?>> O decode(
      Class<O> type, @Nullable String query, Headers headers) {
    return codec.decode(type, request(query, headers), Address.of("b", "k"));
  }

  private static Request request(@Nullable String query, Headers headers) {
    return new Request("PUT", "/b/k", query, headers, Body.empty(), Request.Peer.LOCAL);
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, S3Error error, String text) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.error()).isEqualTo(error))
        .hasMessageContaining(text);
  }

  private static String text(Response response) throws IOException {
    return new String(response.body().stream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
