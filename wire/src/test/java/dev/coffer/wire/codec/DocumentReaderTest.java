package dev.coffer.wire.codec;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.CompleteMultipartUpload;
import dev.coffer.wire.s3.CreateBucket;
import dev.coffer.wire.s3.DeleteObjects;
import dev.coffer.wire.s3.PutBucketEncryption;
import dev.coffer.wire.s3.PutBucketVersioning;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.BlockedEncryptionTypes;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.ByDefault;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.Rule;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of requests: what fits, what does not, and what must stay cheap. */
final class DocumentReaderTest {
  private static final String NAMESPACE = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";
  private static final String RULE =
      "<Rule><BucketKeyEnabled>true</BucketKeyEnabled><BlockedEncryptionTypes>"
          + "<EncryptionType>NONE</EncryptionType></BlockedEncryptionTypes>"
          + "<ApplyServerSideEncryptionByDefault><KMSMasterKeyID>a &amp; b</KMSMasterKeyID>"
          + "<SSEAlgorithm>aws:kms</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule>";
  private static final ServerSideEncryptionConfiguration CONFIGURATION =
      new ServerSideEncryptionConfiguration(
          List.of(
              new Rule(
                  new ByDefault("aws:kms", "a & b"),
                  true,
                  new BlockedEncryptionTypes(List.of("NONE")))));

  @ParameterizedTest
  @ValueSource(strings = {"", NAMESPACE, " xmlns:x=\"http://www.w3.org/2001/XMLSchema-instance\""})
  void childrenMayComeInAnyOrderWithOrWithoutNamespace(String namespace) {
    assertThat(encryption(root(namespace, RULE))).isEqualTo(CONFIGURATION);
    assertThat(encryption(root(namespace, "\n  <!-- why -->" + RULE + "\n")))
        .isEqualTo(CONFIGURATION);
  }

  @Test
  void prefixedNamespacesCdataAndCharacterReferencesAreXml() {
    String text =
        "<s:Delete xmlns:s=\"http://s3.amazonaws.com/doc/2006-03-01/\"><s:Object>"
            + "<s:Key>a<![CDATA[<b>]]>&#x63;&#13;</s:Key></s:Object></s:Delete>";
    assertThat(delete(text.getBytes(UTF_8)).objects().getFirst().key()).isEqualTo("a<b>c\r");
  }

  @Test
  void declarationsByteOrderMarksAndUtf16AreRead() {
    String text = root("", RULE);
    String declared = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text;
    assertThat(encryption(declared)).isEqualTo(CONFIGURATION);
    assertThat(encryption(("\uFEFF" + declared).getBytes(UTF_8))).isEqualTo(CONFIGURATION);
    assertThat(encryption(text.getBytes(UTF_16))).isEqualTo(CONFIGURATION);
  }

  @Test
  void chunksOfAnySizeGiveTheSameDocument() {
    for (int size : new int[] {1, 2, 3, 4096}) {
      var slow = new Slow(root(NAMESPACE, RULE).getBytes(UTF_8), size);
      var put = decode(PutBucketEncryption.class, new Body(slow, Body.UNKNOWN), Headers.EMPTY);
      assertThat(put.configuration().read()).isEqualTo(CONFIGURATION);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not xml",
        " ",
        "<",
        "{\"Rules\":[]}",
        "<Other/>",
        "<ServerSideEncryptionConfiguration>",
        "<ServerSideEncryptionConfiguration/><x/>",
        "<ServerSideEncryptionConfiguration/>text",
        "<ServerSideEncryptionConfiguration xmlns=\"http://example.org/\"/>",
        "<ServerSideEncryptionConfiguration a=\"b\"/>",
        "<ServerSideEncryptionConfiguration>text</ServerSideEncryptionConfiguration>",
        "<ServerSideEncryptionConfiguration><Rules/></ServerSideEncryptionConfiguration>",
        "<ServerSideEncryptionConfiguration><rule/></ServerSideEncryptionConfiguration>",
        "<ServerSideEncryptionConfiguration><Rule"
            + " xmlns=\"urn:x\"/></ServerSideEncryptionConfiguration>",
        "<ServerSideEncryptionConfiguration><Rule a=\"b\"/></ServerSideEncryptionConfiguration>",
        "<!DOCTYPE x><ServerSideEncryptionConfiguration/>",
        "<!DOCTYPE a [<!ENTITY b \"\0c\">]><ServerSideEncryptionConfiguration/>",
        "<!DOCTYPE a [<!ENTITY b \"\uFFFFc\">]><ServerSideEncryptionConfiguration/>",
        "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><ServerSideEncryptionConfiguration/>",
        "<!DOCTYPE x [<!ENTITY e"
            + " \"v\">]><ServerSideEncryptionConfiguration>&e;</ServerSideEncryptionConfiguration>",
        "<ServerSideEncryptionConfiguration>&e;</ServerSideEncryptionConfiguration>",
        "<?xml version=\"1.0\" encoding=\"EBCDIC-9\"?><ServerSideEncryptionConfiguration/>",
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><ServerSideEncryptionConfiguration/>",
        "<ServerSideEncryptionConfiguration>&#x0;</ServerSideEncryptionConfiguration>",
      })
  void otherDocumentsAreMalformed(String text) {
    assertRefused(() -> encryption(text), S3Error.MalformedXML);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<BucketKeyEnabled>yes</BucketKeyEnabled>",
        "<BucketKeyEnabled>TRUE</BucketKeyEnabled>",
        "<BucketKeyEnabled>1</BucketKeyEnabled>",
        "<BucketKeyEnabled/>",
        "<BucketKeyEnabled><b/></BucketKeyEnabled>",
        "<BucketKeyEnabled>true</BucketKeyEnabled><BucketKeyEnabled>true</BucketKeyEnabled>",
        "<ApplyServerSideEncryptionByDefault/>",
        "<ApplyServerSideEncryptionByDefault><KMSKeyID>k</KMSKeyID><SSEAlgorithm>aws:kms</SSEAlgorithm></ApplyServerSideEncryptionByDefault>",
        "<BlockEncryptionTypes><EncryptionType>NONE</EncryptionType></BlockEncryptionTypes>",
      })
  void otherRulesAreMalformed(String rule) {
    assertRefused(() -> encryption(root("", "<Rule>" + rule + "</Rule>")), S3Error.MalformedXML);
  }

  @Test
  void notUtf8IsMalformed() {
    byte[] bytes = root("", RULE).getBytes(UTF_8);
    bytes[bytes.length / 2] = (byte) 0xFF;
    assertRefused(() -> encryption(bytes), S3Error.MalformedXML);
  }

  @Test
  void knownElementsThatWeDoNotServeAreRefusedByName() {
    byte[] sized = "<Delete><Object><Key>k</Key><Size>1</Size></Object></Delete>".getBytes(UTF_8);
    assertThatThrownBy(() -> delete(sized))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.error()).isEqualTo(S3Error.NotImplemented);
              assertThat(e.elements()).containsEntry("Element", "Size");
            });
  }

  @Test
  void absentBodies() {
    assertRefused(() -> encryption(""), S3Error.MissingRequestBodyError);
    assertRefused(() -> delete(new byte[0]), S3Error.MissingRequestBodyError);
    assertRefused(
        () -> decode(PutBucketVersioning.class, Body.empty(), Headers.EMPTY).configuration().read(),
        S3Error.MissingRequestBodyError);
    assertRefused(
        () -> decode(CompleteMultipartUpload.class, Body.empty(), Headers.EMPTY).parts().read(),
        S3Error.InvalidRequest);
    var create = decode(CreateBucket.class, Body.empty(), Headers.EMPTY);
    assertThat(create.configuration().read().locationConstraint()).isNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void largeBodiesAreRefusedBeforeTheyAreParsed(boolean declared) {
    byte[] large = root("", "<!--" + "x".repeat(65_536) + "-->").getBytes(UTF_8);
    var body = new Body(new ByteArrayInputStream(large), declared ? large.length : Body.UNKNOWN);
    var put = decode(PutBucketEncryption.class, body, Headers.EMPTY);
    assertRefused(put.configuration()::read, S3Error.MaxMessageLengthExceeded);
  }

  @Test
  void aThousandLongKeysFit() {
    String objects =
        ("<Object><Key>"
                + "k".repeat(1024)
                + "</Key><VersionId>"
                + "v".repeat(1024)
                + "</VersionId></Object>")
            .repeat(1000);
    assertThat(delete(("<Delete>" + objects + "</Delete>").getBytes(UTF_8)).objects())
        .hasSize(1000);
  }

  @ParameterizedTest
  @CsvSource({"a,''", "xmlns:a,urn:x"})
  void aHundredThousandAttributesAreCheaplyRefused(String name, String value) {
    var attributes = new StringBuilder("<Delete");
    IntStream.range(0, 100_000)
        .forEach(i ->
            attributes.append(' ').append(name).append(i).append("='").append(value).append('\''));
    byte[] document = attributes.append("/>").toString().getBytes(UTF_8);
    assertThat(allocated(() -> assertRefused(() -> delete(document), S3Error.MalformedXML)))
        .isLessThan(64L << 20);
  }

  @Test
  void namespacesBelowTheCountAreRefusedToo() {
    var document = new StringBuilder("<Delete");
    IntStream.range(0, 4000).forEach(i -> document.append(" xmlns:a").append(i).append("='>'"));
    byte[] bytes = document.append("/>").toString().getBytes(UTF_8);
    assertThat(allocated(() -> assertRefused(() -> delete(bytes), S3Error.MalformedXML)))
        .isLessThan(16L << 20);
  }

  @Test
  void keysOfEqualsSignsFit() {
    String key = "=".repeat(1024);
    assertThat(
            delete(("<Delete><Object><Key>" + key + "</Key></Object></Delete>").getBytes(UTF_8))
                .objects()
                .getFirst()
                .key())
        .isEqualTo(key);
  }

  @Test
  void encodingsThatHideBracketsAreMalformed() {
    String text = "<?xml version=\"1.0\" encoding=\"IBM037\"?><Delete/>";
    assertRefused(
        () -> delete(text.getBytes(java.nio.charset.Charset.forName("IBM037"))),
        S3Error.MalformedXML);
  }

  @Test
  void entityBombsAreCheaplyRefused() {
    var bomb = new StringBuilder("<!DOCTYPE Delete [<!ENTITY e0 \"lol\">");
    for (int i = 1; i < 30; i++) {
      String before = "&e" + (i - 1) + ";";
      bomb.append("<!ENTITY e").append(i).append(" \"").append(before.repeat(10)).append("\">");
    }
    byte[] document = bomb.append("]><Delete>&e29;</Delete>").toString().getBytes(UTF_8);
    assertThat(allocated(() -> assertRefused(() -> delete(document), S3Error.MalformedXML)))
        .isLessThan(16L << 20);
  }

  @Test
  void deepAndCrowdedDocumentsAreCheaplyRefused() {
    byte[] deep = ("<Delete>" + "<a>".repeat(500_000)).getBytes(UTF_8);
    byte[] crowded = ("<Delete>" + "<a/>".repeat(500_000) + "</Delete>").getBytes(UTF_8);
    byte[] name = ("<Delete><" + "a".repeat(1_000_000) + "/></Delete>").getBytes(UTF_8);
    for (byte[] document : List.of(deep, crowded, name)) {
      assertThat(allocated(() -> assertRefused(() -> delete(document), S3Error.MalformedXML)))
          .isLessThan(64L << 20);
    }
  }

  @Test
  void integrityComesBeforeTheSchema() {
    Headers wrong = Headers.of("x-amz-checksum-crc32", "AAAAAA==");
    var put = decode(PutBucketEncryption.class, Body.of("not xml".getBytes(UTF_8)), wrong);
    assertRefused(put.configuration()::read, S3Error.BadDigest);
    Headers malformed = Headers.of("Content-MD5", "not-base64");
    var other = decode(PutBucketEncryption.class, Body.of("not xml".getBytes(UTF_8)), malformed);
    assertRefused(other.configuration()::read, S3Error.InvalidDigest);
    Headers md5 = Headers.of("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==");
    var create = decode(CreateBucket.class, Body.of("not xml".getBytes(UTF_8)), md5);
    assertRefused(create.configuration()::read, S3Error.BadDigest);
  }

  @Test
  void everyReadGivesTheSame() {
    Body body = Body.of(root("", RULE).getBytes(UTF_8));
    var put = decode(PutBucketEncryption.class, body, Headers.EMPTY);
    assertThat(put.configuration().read()).isSameAs(put.configuration().read());
    var bad = decode(PutBucketEncryption.class, Body.of("x".getBytes(UTF_8)), Headers.EMPTY);
    assertRefused(bad.configuration()::read, S3Error.MalformedXML);
    assertRefused(bad.configuration()::read, S3Error.MalformedXML);
  }

  @Test
  void decodingDoesNotTouchTheBody() {
    var failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("touched");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("touched");
          }
        };
    var put = decode(PutBucketEncryption.class, new Body(failing, 5), Headers.EMPTY);
    assertThat(put.bucket()).isEqualTo("b");
  }

  private static long allocated(Runnable work) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static String root(String namespace, String content) {
    return "<ServerSideEncryptionConfiguration"
        + namespace
        + ">"
        + content
        + "</ServerSideEncryptionConfiguration>";
  }

  private static ServerSideEncryptionConfiguration encryption(String text) {
    return encryption(text.getBytes(UTF_8));
  }

  private static ServerSideEncryptionConfiguration encryption(byte[] document) {
    return decode(PutBucketEncryption.class, Body.of(document), Headers.EMPTY)
        .configuration()
        .read();
  }

  private static DeleteObjects.Delete delete(byte[] document) {
    return decode(DeleteObjects.class, Body.of(document), Headers.EMPTY).delete().read();
  }

  private static <O extends Operation<?>> O decode(Class<O> type, Body body, Headers headers) {
    var request = new Request("PUT", "/b/k", "uploadId=u", headers, body, Request.Peer.LOCAL);
    return Codec.s3().decode(type, request, Address.of("b", "k"));
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, S3Error error) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  /** Gives a few bytes at a time. */
  private static final class Slow extends FilterInputStream {
    private final int most;

    Slow(byte[] bytes, int most) {
      super(new ByteArrayInputStream(bytes));
      this.most = most;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return super.read(bytes, offset, Math.min(most, length));
    }
  }
}
