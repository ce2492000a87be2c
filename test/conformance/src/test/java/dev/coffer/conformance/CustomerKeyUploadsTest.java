package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every mistake that the headers of a customer's key can hold, at every step of a multipart upload:
 * each has its answer and none leaves a trace. Source: spec/encryption.md §2.7, §2.12.
 */
@ExtendWith(SharedServer.class)
class CustomerKeyUploadsTest {
  private static final String BODY = "0123456789abcdef".repeat(2000);
  private static final String KEYS = "Requests specifying Server Side Encryption with Customer ";
  private static final String BADKEY = "The secret key was invalid for the specified algorithm.";
  private static final String DIFFERS =
      "The provided encryption parameters did not match the ones used originally.";
  private static final String ENCRYPTED =
      "The multipart upload initiate requested encryption. Subsequent part requests must include"
          + " the appropriate encryption parameters.";
  private static final String WRONG = KEYS + "provided keys must provide the correct secret key.";

  private final Sealed in;

  CustomerKeyUploadsTest(Buckets buckets, RawClient raw) {
    this.in = Sealed.fresh(raw, buckets, "");
  }

  /** What is wrong, and what writes and reads say of it. */
  enum Mistake {
    SHORT("InvalidArgument", BADKEY),
    LONG("InvalidArgument", BADKEY),
    EMPTY("InvalidArgument", BADKEY),
    NOT_BASE64("InvalidArgument", BADKEY),
    OF_ANOTHER(
        "InvalidArgument",
        "The calculated MD5 hash of the key did not match the hash that was provided."),
    MD5_NOT_BASE64(
        "InvalidArgument",
        "The calculated MD5 hash of the key did not match the hash that was provided."),
    NO_MD5(
        "InvalidArgument",
        KEYS + "provided keys must provide the client calculated MD5 of the secret key."),
    NO_KEY("InvalidArgument", KEYS + "provided keys must provide an appropriate secret key."),
    NO_ALGORITHM(
        "InvalidArgument", KEYS + "provided keys must provide a valid encryption algorithm."),
    OTHER_ALGORITHM(
        "InvalidEncryptionAlgorithmError",
        "The Encryption request you specified is not valid. Supported value: AES256.");

    private final String code;
    private final String text;

    Mistake(String code, String text) {
      this.code = code;
      this.text = text;
    }

    /** Of a key that is in order as such, but for its length; a read takes it for a wrong one. */
    boolean ofLength() {
      return this == SHORT || this == LONG || this == EMPTY;
    }

    Headers headers(String prefix) {
      String name = prefix + "-server-side-encryption-customer-";
      Headers right = Type.customer(prefix, Type.KEY);
      return switch (this) {
        case SHORT -> Type.customer(prefix, Type.KEY.substring(1));
        case LONG -> Type.customer(prefix, Type.KEY + "x");
        case EMPTY -> Type.customer(prefix, "");
        case NOT_BASE64 -> with(right, name + "key", "*".repeat(44));
        case OF_ANOTHER ->
            with(right, name + "key-MD5", Digests.base64("MD5", Type.OTHER_KEY.getBytes(US_ASCII)));
        case MD5_NOT_BASE64 -> with(right, name + "key-MD5", "*".repeat(24));
        case NO_MD5 -> without(right, name + "key-MD5");
        case NO_KEY -> without(right, name + "key");
        case NO_ALGORITHM -> without(right, name + "algorithm");
        case OTHER_ALGORITHM -> with(right, name + "algorithm", "KMS");
      };
    }

    private static Headers with(Headers headers, String name, String value) {
      return headers.toBuilder().set(name, value).build();
    }

    private static Headers without(Headers headers, String name) {
      var rest = Headers.builder();
      headers.fields().stream()
          .filter(field -> !field.name().equals(name))
          .forEach(field -> rest.add(field.name(), field.value()));
      return rest.build();
    }
  }

  private static final Headers OTHER = Type.customer("x-amz", Type.OTHER_KEY);

  @ParameterizedTest
  @EnumSource(Mistake.class)
  void noUploadBeginsWithIt(Mistake mistake) {
    in.send("POST", "k?uploads", "", mistake.headers("x-amz"))
        .refuses(mistake.code, 400)
        .says(mistake.text);
    assertThat(in.raw().get("/" + in.bucket() + "?uploads").body()).doesNotContain("<Upload>");
  }

  @ParameterizedTest
  @EnumSource(Mistake.class)
  void noPartIsWrittenWithIt(Mistake mistake) {
    in.put("source", Type.SSE_S3, BODY);
    String id = in.begin("k", Type.SSE_C);
    Headers wrong = mistake.headers("x-amz");
    in.part("k", id, 1, BODY, wrong).refuses(mistake.code, 400).says(mistake.text);
    in.part("k", id, 1, "", wrong, in.from("source", Type.SSE_S3))
        .refuses(mistake.code, 400)
        .says(mistake.text);
    hasNoParts(id);
  }

  private void hasNoParts(String id) {
    assertThat(in.send("GET", "k?uploadId=" + id, "").is(200).body()).doesNotContain("<Part>");
  }

  @Test
  void aPartHasTheKeyOfItsUpload() {
    in.put("source", Type.SSE_S3, BODY);
    Headers from = in.from("source", Type.SSE_S3);
    String id = in.begin("k", Type.SSE_C);
    in.part("k", id, 1, BODY, OTHER).refuses("InvalidRequest", 400).says(DIFFERS);
    in.part("k", id, 1, "", OTHER, from).refuses("InvalidRequest", 400).says(DIFFERS);
    in.part("k", id, 1, BODY).refuses("InvalidRequest", 400).says(ENCRYPTED);
    in.part("k", id, 1, "", from).refuses("InvalidRequest", 400).says(ENCRYPTED);
    hasNoParts(id);
    String plain = in.begin("k", Type.SSE_S3);
    Headers key = Type.SSE_C.read();
    in.part("k", plain, 1, BODY, key).refuses("InvalidRequest", 400).says(ENCRYPTED);
    in.part("k", plain, 1, "", key, from).refuses("InvalidRequest", 400).says(ENCRYPTED);
    hasNoParts(plain);
  }

  /** As reads of the source are (R93), the length of a key included. */
  @ParameterizedTest
  @EnumSource(Mistake.class)
  void noPartIsCopiedFromASourceWithIt(Mistake mistake) {
    in.put("source", Type.SSE_C, BODY);
    String id = in.begin("k", Type.SSE_C);
    Headers source = Headers.of("x-amz-copy-source", "/" + in.bucket() + "/source");
    Answer answer =
        in.part("k", id, 1, "", Type.SSE_C.read(), source, mistake.headers("x-amz-copy-source"));
    if (mistake == Mistake.NO_MD5) {
      answer.is(200); // R92
      return;
    }
    if (mistake.ofLength()) {
      answer.refuses("AccessDenied", 403).says(WRONG);
    } else {
      answer.refuses(mistake.code, 400).says(mistake.text);
    }
    hasNoParts(id);
  }

  @Test
  void theSourcesKeyIsNotTheUploads() {
    in.put("source", Type.SSE_C, BODY);
    String id = in.begin("k", Type.SSE_C);
    Headers source = Headers.of("x-amz-copy-source", "/" + in.bucket() + "/source");
    Headers key = Type.SSE_C.read();
    in.part("k", id, 1, "", key, source)
        .refuses("InvalidRequest", 400)
        .says(
            "The object was stored using a form of Server Side Encryption. The correct parameters"
                + " must be provided to retrieve the object.");
    in.part("k", id, 1, "", key, source, Type.customer("x-amz-copy-source", Type.OTHER_KEY))
        .refuses("AccessDenied", 403);
    in.put("managed", Type.SSE_S3, BODY);
    in.part("k", id, 1, "", key, in.from("managed", Type.SSE_S3), Type.SSE_C.source())
        .refuses("InvalidRequest", 400)
        .says("The encryption parameters are not applicable to this object.");
    hasNoParts(id);
  }

  @ParameterizedTest
  @EnumSource(Mistake.class)
  void noUploadIsShownOrCompletedWithIt(Mistake mistake) {
    String id = in.begin("k", Type.SSE_C);
    String eTag = in.part("k", id, 1, BODY, Type.SSE_C.read()).is(200).header("ETag");
    Headers wrong = mistake.headers("x-amz");
    for (Answer answer :
        List.of(in.send("GET", "k?uploadId=" + id, "", wrong), complete(id, eTag, wrong))) {
      if (mistake == Mistake.NO_MD5) {
        answer.is(200); // R92
        continue;
      }
      boolean length = mistake.ofLength();
      answer
          .refuses(length ? "InvalidRequest" : mistake.code, 400)
          .says(length ? DIFFERS : mistake.text);
      in.send("HEAD", "k", "", Type.SSE_C.read()).is(404);
    }
    if (mistake != Mistake.NO_MD5) {
      complete(id, eTag, Headers.EMPTY).is(200);
    }
    assertThat(in.get("k", Type.SSE_C).is(200).body()).isEqualTo(BODY);
  }

  private Answer complete(String id, String eTag, Headers headers) {
    return in.send("POST", "k?uploadId=" + id, document(eTag, ""), headers);
  }

  private static String document(String eTag, String more) {
    return "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"
        + eTag.replace("\"", "&quot;")
        + "</ETag>"
        + more
        + "</Part></CompleteMultipartUpload>";
  }

  @Test
  void anUploadIsNotCompletedWithAnothersKey() {
    String id = in.begin("k", Type.SSE_C);
    String eTag = in.part("k", id, 1, BODY, Type.SSE_C.read()).is(200).header("ETag");
    complete(id, eTag, OTHER).refuses("InvalidRequest", 400).says(DIFFERS);
    in.send("GET", "k?uploadId=" + id, "", OTHER).refuses("InvalidRequest", 400).says(DIFFERS);
    in.send("HEAD", "k", "", Type.SSE_C.read()).is(404);
    complete(id, eTag, Type.SSE_C.read()).is(200);
    assertThat(in.get("k", Type.SSE_C).is(200).body()).isEqualTo(BODY);
    String plain = in.begin("plain", Type.SSE_S3);
    String plainTag = in.part("plain", plain, 1, BODY).is(200).header("ETag");
    in.send("POST", "plain?uploadId=" + plain, document(plainTag, ""), Type.SSE_C.read())
        .refuses("InvalidRequest", 400)
        .says("The encryption parameters are not applicable to this object.");
    in.send("HEAD", "plain", "").is(404);
  }

  /** R126: with a checksum the key is needed to compute that of the whole. */
  @Test
  void anUploadWithAChecksumIsCompletedWithItsKeyOnly() {
    Headers algorithm = Headers.of("x-amz-checksum-algorithm", "SHA256");
    Answer begun = in.send("POST", "k?uploads", "", Type.SSE_C.written(""), algorithm).is(200);
    String id = begun.element("UploadId").orElseThrow();
    String sha256 = Digests.base64("SHA-256", BODY.getBytes(US_ASCII));
    Headers declared = Headers.of("x-amz-checksum-sha256", sha256);
    String eTag = in.part("k", id, 1, BODY, Type.SSE_C.read(), declared).is(200).header("ETag");
    String document = document(eTag, "<ChecksumSHA256>" + sha256 + "</ChecksumSHA256>");
    in.send("POST", "k?uploadId=" + id, document).refuses("InvalidRequest", 400).says(ENCRYPTED);
    in.send("POST", "k?uploadId=" + id, document, OTHER)
        .refuses("InvalidRequest", 400)
        .says(DIFFERS);
    in.send("HEAD", "k", "", Type.SSE_C.read()).is(404);
    Answer done = in.send("POST", "k?uploadId=" + id, document, Type.SSE_C.read()).is(200);
    byte[] ofParts = Base64.getDecoder().decode(sha256);
    assertThat(done.element("ChecksumSHA256")).contains(Digests.base64("SHA-256", ofParts) + "-1");
    assertThat(in.get("k", Type.SSE_C).is(200).body()).isEqualTo(BODY);
  }

  /** R113: of what began before the block only the giving up and the looking stay. */
  @Test
  void aBlockBindsTheStepsThatCarryAKey() {
    String id = in.begin("k", Type.SSE_C);
    Headers key = Type.SSE_C.read();
    String eTag = in.part("k", id, 1, BODY, key).is(200).header("ETag");
    in.block();
    in.part("k", id, 2, BODY, key).refuses("AccessDenied", 403);
    complete(id, eTag, key).refuses("AccessDenied", 403);
    assertThat(in.send("GET", "k?uploadId=" + id, "").is(200).body()).contains("<Part>");
    complete(id, eTag, Headers.EMPTY).is(200);
    assertThat(in.get("k", Type.SSE_C).is(200).body()).isEqualTo(BODY);
  }
}
