package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents that are broken, hostile or too large: refused with Amazon's code, and quickly. */
@ExtendWith(SharedServer.class)
class BadDocumentsTest {
  private static final String ROOT = "ServerSideEncryptionConfiguration";
  private static final String GOOD =
      EncryptionConfigurationTest.document(EncryptionConfigurationTest.apply("AES256", null));

  private final Buckets buckets;
  private final RawClient raw;

  BadDocumentsTest(Buckets buckets, RawClient raw) {
    this.buckets = buckets;
    this.raw = raw;
  }

  static Stream<Arguments> documents() {
    return Stream.of(
        document("a document type", "<!DOCTYPE x>" + GOOD),
        document(
            "an internal entity",
            "<!DOCTYPE x [<!ENTITY a \"AES256\">]>" + GOOD.replace("AES256", "&a;")),
        document(
            "an external entity",
            "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"
                + GOOD.replace("AES256", "&a;")),
        document("an external subset", "<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x.dtd\">" + GOOD),
        document("an entity bomb", bomb()),
        document("an undeclared entity", GOOD.replace("AES256", "&nbsp;")),
        document("100,000 attributes", "<" + ROOT + attributes(100_000) + "></" + ROOT + ">"),
        document("1,000 attributes", "<" + ROOT + attributes(1_000) + "></" + ROOT + ">"),
        document("the same attribute twice", GOOD.replace("<Rule>", "<Rule a='1' a='2'>")),
        document("100,000 levels", "<a>".repeat(100_000) + "</a>".repeat(100_000)),
        document(
            "200 levels in an element",
            GOOD.replace("AES256", "<a>".repeat(200) + "</a>".repeat(200))),
        document(
            "100,000 elements", "<" + ROOT + ">" + "<Rule/>".repeat(100_000) + "</" + ROOT + ">"),
        document("a wrong root", GOOD.replace(ROOT, "VersioningConfiguration")),
        document("a wrong namespace", GOOD.replace("s3.amazonaws.com", "example.org")),
        document("an unknown element", GOOD.replace("<Rule>", "<Rule><Surprise/>")),
        document("text beside elements", GOOD.replace("<Rule>", "<Rule>text")),
        document("two roots", GOOD + GOOD),
        document("no end", GOOD.substring(0, GOOD.length() - 5)),
        document("no beginning", GOOD.substring(5)),
        document("a control character", GOOD.replace("AES256", "AES\u0001")),
        document("a coded control character", GOOD.replace("AES256", "AES&#1;")),
        document("white space alone", " \n\t "),
        document("an undeclared prefix", GOOD.replace("Rule>", "x:Rule>")),
        document("a strange encoding", "<?xml version=\"1.0\" encoding=\"EBCDIC-CP-US\"?>" + GOOD),
        document("version 2 of XML", "<?xml version=\"2.0\"?>" + GOOD),
        document("a long comment never closed", "<!--" + "x".repeat(50_000)),
        document("a byte order mark of UTF-16", "\ufffe" + GOOD));
  }

  private static Arguments document(String name, String text) {
    return Arguments.of(name, text);
  }

  private static String bomb() {
    var text = new StringBuilder("<!DOCTYPE b [<!ENTITY a0 \"lol\">");
    for (int i = 1; i < 12; i++) {
      String before = "&a" + (i - 1) + ";";
      text.append("<!ENTITY a").append(i).append(" \"").append(before.repeat(10)).append("\">");
    }
    return text.append("]>").append(GOOD.replace("AES256", "&a11;")).toString();
  }

  private static String attributes(int count) {
    var text = new StringBuilder(count * 12);
    for (int i = 0; i < count; i++) {
      text.append(" a").append(i).append("='1'");
    }
    return text.toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void badDocumentIsRefusedQuickly(String name, String document) {
    String bucket = buckets.fresh();
    long start = System.nanoTime();
    Answer answer = raw.send("PUT", "/" + bucket + "?encryption", document);
    assertThat(answer.code()).as(answer.body()).isIn("MalformedXML", "MaxMessageLengthExceeded");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain("root:");
    assertThat(System.nanoTime() - start).as("nanoseconds").isLessThan(10_000_000_000L);
    assertThat(raw.get("/" + bucket + "?encryption").is(200).body())
        .contains("<EncryptionType>SSE-C</EncryptionType>", "<BucketKeyEnabled>false<");
  }

  @Test
  void bytesThatAreNotUtf8AreMalformed() {
    String bucket = buckets.fresh();
    byte[] bytes = GOOD.getBytes(UTF_8);
    bytes[GOOD.indexOf("AES")] = (byte) 0xff;
    raw.send("PUT", "/" + bucket + "?encryption", bytes, Headers.EMPTY)
        .refuses("MalformedXML", 400);
  }

  /** Every operation with a document, so that none has a cap of its own or none. */
  static Stream<String> operations() {
    return Stream.of(
        "PUT ?encryption", "PUT ?versioning", "POST ?delete", "POST /k?uploadId=ID", "PUT ");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void oversizedDocumentIsCutOff(String operation) {
    String bucket = buckets.fresh();
    String upload = Upload.begin(buckets.s3(), bucket, "k").id();
    int space = operation.indexOf(' ');
    String target = "/" + bucket + operation.substring(space + 1).replace("ID", upload);
    String method = operation.substring(0, space);
    byte[] large = new byte[20 << 20];
    Arrays.fill(large, (byte) ' ');
    System.arraycopy("<x>".getBytes(UTF_8), 0, large, 0, 3);
    var digest = Headers.of("Content-MD5", Digests.base64("MD5", large));
    Answer answer = raw.send(method, target, large, digest);
    if (!answer.closed()) {
      assertThat(answer.code()).as(answer.body()).isIn("MaxMessageLengthExceeded", "MalformedXML");
    }
    buckets.put(bucket, "alive", "x");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void brokenDocumentIsMalformedEverywhere(String operation) {
    String bucket = buckets.fresh();
    String upload = Upload.begin(buckets.s3(), bucket, "k").id();
    int space = operation.indexOf(' ');
    String target = "/" + bucket + operation.substring(space + 1).replace("ID", upload);
    var broken = new ArrayList<>(List.of("<", "<a", "<a>", "<a></b>", "nothing", "<Wrong/>"));
    broken.add("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>");
    for (String document : broken) {
      String[] digest = {"Content-MD5", EncryptionRefusalsTest.md5(document)};
      Answer answer = raw.send(operation.substring(0, space), target, document, digest);
      answer.refuses("MalformedXML", 400);
    }
  }
}
