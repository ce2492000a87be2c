package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/**
 * UpdateObjectEncryption over the wire, with each of its texts. Source: spec/encryption.md §2.11.
 */
@ExtendWith(SharedServer.class)
class UpdateEncryptionTest {
  private static final String BODY = "0123456789abcdef".repeat(3000);
  private static final String CRC64 = "x-amz-checksum-crc64nvme";

  private final StartedServer server;
  private final Buckets buckets;
  private final RawClient raw;
  private final KmsClient kms;
  private String keyArn = "";

  UpdateEncryptionTest(StartedServer server, Buckets buckets, RawClient raw, KmsClient kms) {
    this.server = server;
    this.buckets = buckets;
    this.raw = raw;
    this.kms = kms;
  }

  @BeforeEach
  void makeKey() {
    keyArn = newKey();
  }

  private String newKey() {
    return kms.createKey().keyMetadata().arn();
  }

  private Sealed fresh() {
    return Sealed.fresh(raw, buckets, keyArn);
  }

  private static String asking(String inside) {
    return "<ObjectEncryption xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        + inside
        + "</ObjectEncryption>";
  }

  private static String kms(String inside) {
    return asking("<SSE-KMS>" + inside + "</SSE-KMS>");
  }

  private static String under(String arn) {
    return kms("<KMSKeyArn>" + arn + "</KMSKeyArn>");
  }

  private static String underBucketKeyOf(String arn) {
    return kms("<KMSKeyArn>" + arn + "</KMSKeyArn><BucketKeyEnabled>true</BucketKeyEnabled>");
  }

  private static Answer update(Sealed in, String keyAndQuery, String document) {
    return in.send("PUT", keyAndQuery, document);
  }

  // ---- what it does

  /** Every type that it takes, to each that it makes. */
  static Stream<Arguments> moves() {
    return Stream.of(Type.SSE_S3, Type.SSE_KMS, Type.SSE_KMS_BUCKET_KEY)
        .flatMap(from ->
            Stream.of(Type.SSE_KMS, Type.SSE_KMS_BUCKET_KEY).map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @MethodSource("moves")
  void onlyWhatIsShownOfTheEncryptionChanges(Type from, Type to) {
    Sealed in = fresh();
    in.send("PUT", "k", BODY, from.written(keyArn), Headers.of("x-amz-meta-a", "b")).is(200);
    Answer before = in.get("k", from, "x-amz-checksum-mode", "ENABLED").is(200);
    Sealed after = new Sealed(raw, in.bucket(), newKey());
    boolean bucketKey = to == Type.SSE_KMS_BUCKET_KEY;

    Answer done =
        update(
            in,
            "k?encryption",
            bucketKey ? underBucketKeyOf(after.keyArn()) : under(after.keyArn()));

    done.is(200);
    assertThat(done.body()).isEmpty();
    assertThat(done.headers().namesWithPrefix("x-amz-server-side")).isEmpty();
    Answer got = after.get("k", to, "x-amz-checksum-mode", "ENABLED").is(200);
    assertThat(got.body()).isEqualTo(BODY);
    for (String kept : List.of("ETag", "Last-Modified", CRC64, "x-amz-meta-a")) {
      assertThat(got.header(kept)).as(kept).isNotEmpty().isEqualTo(before.header(kept));
    }
    kms.disableKey(disable -> disable.keyId(keyArn));
    assertThat(after.get("k", to, "Range", "bytes=20000-20015").is(206).body())
        .isEqualTo("0123456789abcdef");
    kms.disableKey(disable -> disable.keyId(after.keyArn()));
    after.send("GET", "k", "").refuses("KMS.DisabledException", 400);
  }

  @Test
  void anObjectInPartsIsChangedAsAWhole() {
    Sealed in = fresh();
    String big = BODY.repeat(Upload.SMALLEST / BODY.length() + 1);
    String id = in.begin("k", Type.SSE_S3);
    String one = in.part("k", id, 1, big).is(200).header("ETag");
    String two = in.part("k", id, 2, BODY).is(200).header("ETag");
    in.complete("k", id, List.of(one, two)).is(200);
    update(in, "k?encryption", underBucketKeyOf(keyArn)).is(200);
    assertThat(in.get("k", Type.SSE_KMS_BUCKET_KEY).is(200).body()).isEqualTo(big + BODY);
    assertThat(in.get("k?partNumber=2", Type.SSE_KMS_BUCKET_KEY).is(206).body()).isEqualTo(BODY);
  }

  @Test
  void aVersionIsNamedByItsIdAndTheNewestByNone() {
    String bucket = buckets.fresh();
    Sealed in = Sealed.unblocked(raw, bucket, keyArn);
    in.put("k", Type.SSE_S3, "null");
    buckets.versioning(
        bucket, software.amazon.awssdk.services.s3.model.BucketVersioningStatus.ENABLED);
    String second = in.put("k", Type.SSE_S3, "second").header("x-amz-version-id");
    String third = in.put("k", Type.SSE_S3, "third").header("x-amz-version-id");

    update(in, "k?encryption&versionId=null", under(keyArn)).is(200);
    assertThat(in.get("k?versionId=null", Type.SSE_KMS).is(200).body()).isEqualTo("null");
    in.get("k?versionId=" + second, Type.SSE_S3).is(200);
    in.get("k", Type.SSE_S3).is(200);

    update(in, "k?encryption&versionId=" + second, underBucketKeyOf(keyArn)).is(200);
    in.get("k?versionId=" + second, Type.SSE_KMS_BUCKET_KEY).is(200);
    in.get("k?versionId=" + third, Type.SSE_S3).is(200);

    update(in, "k?encryption", under(keyArn)).is(200);
    assertThat(in.get("k?versionId=" + third, Type.SSE_KMS).is(200).body()).isEqualTo("third");
  }

  @Test
  void whatIsNoVersionOfTheObjectIsSaidAsForReads() {
    Sealed in = Sealed.unblocked(raw, buckets.versioned(), keyArn);
    in.put("k", Type.SSE_S3, "x");
    update(in, "none?encryption", under(keyArn))
        .refuses("NoSuchKey", 404)
        .says("The specified key does not exist.");
    update(in, "k?encryption&versionId=" + "0".repeat(32), under(keyArn))
        .refuses("NoSuchVersion", 404);
    update(in, "k?encryption&versionId=null", under(keyArn)).refuses("NoSuchVersion", 404);
    update(in, "k?encryption&versionId=nonsense", under(keyArn)).refuses("InvalidArgument", 400);
    update(in, "k?encryption&versionId=", under(keyArn)).refuses("InvalidArgument", 400);
    String marker = in.send("DELETE", "k", "").is(204).header("x-amz-version-id");
    update(in, "k?encryption", under(keyArn)).refuses("NoSuchKey", 404);
    Answer ofMarker = update(in, "k?encryption&versionId=" + marker, under(keyArn));
    assertThat(ofMarker.refuses("MethodNotAllowed", 405).element("Method")).contains("PUT");
    raw.send("PUT", "/" + Buckets.freshName() + "/k?encryption", under(keyArn))
        .refuses("NoSuchBucket", 404);
  }

  // ---- what it refuses

  private static final String NO_TARGET =
      "Requests that modify an object encryption configuration require a valid new encryption"
          + " type. Valid values are SSEKMS. Modify the request to specify SSE-KMS for the updated"
          + " encryption type, and then try again.";
  private static final String NOT_THERE =
      "The UpdateObjectEncryption operation doesn't support updating the encryption type to"
          + " DSSE-KMS or SSE-C. Modify the request to specify SSE-KMS for the updated encryption"
          + " type, and then try again.";
  private static final String NO_ARN =
      "Requests that modify an object's encryption type to SSE-KMS require an Amazon Web Services"
          + " KMS key Amazon Resource Name (ARN). Modify the request to specify a KMS key ARN, and"
          + " then try again.";
  private static final String BAD_ARN =
      "Requests that modify an object's encryption type to SSE-KMS require a valid Amazon Web"
          + " Services KMS key Amazon Resource Name (ARN). Confirm that you have a correctly"
          + " formatted KMS key ARN in your request, and then try again.";
  private static final String BAD_FLAG =
      "The BucketKeyEnabled value isn't valid. Valid values are true or false. Modify the request"
          + " to specify a valid value, and then try again.";
  private static final String NOT_FROM =
      "The UpdateObjectEncryption operation doesn't support source objects with the encryption type"
          + " DSSE-KMS or SSE-C. Only source objects encrypted with SSE-S3 or SSE-KMS are"
          + " supported.";
  private static final String OLD_SIGNATURE =
      "Requests that modify an object encryption configuration require Amazon Web Services"
          + " Signature Version 4. Modify the request to use Amazon Web Services Signature Version"
          + " 4, and then try again.";
  private static final String FOREIGN_KEY =
      "The Amazon Web Services KMS key in the request must be owned by the same account as the"
          + " bucket. Modify the request to specify a KMS key from the same account, and then try"
          + " again.";

  /** Documents whose form is refused, whatever the object; {@code ARN} stands for a good key. */
  static Stream<Arguments> documents() {
    String key = "<KMSKeyArn>ARN</KMSKeyArn>";
    String beside = "<SSE-KMS>" + key + "</SSE-KMS>";
    return Stream.of(
        Arguments.of(asking(""), NO_TARGET),
        Arguments.of(asking("<SSE-S3/>"), NO_TARGET),
        Arguments.of(asking("<SSE-S3/>" + beside), NO_TARGET),
        Arguments.of(asking("<DSSE-KMS>" + key + "</DSSE-KMS>"), NOT_THERE),
        Arguments.of(asking("<SSE-C/>"), NOT_THERE),
        Arguments.of(asking("<SSE-C/>" + beside), NOT_THERE),
        Arguments.of(kms(""), NO_ARN),
        Arguments.of(kms("<KMSKeyArn/>"), NO_ARN),
        Arguments.of(kms("<BucketKeyEnabled>true</BucketKeyEnabled>"), NO_ARN),
        Arguments.of(under("alias/mine"), BAD_ARN),
        Arguments.of(under("1234abcd-12ab-34cd-56ef-1234567890ab"), BAD_ARN),
        Arguments.of(under("arn:aws:kms:us-east-1:111122223333:alias/mine"), BAD_ARN),
        Arguments.of(under("arn:aws:iam::111122223333:key/1234abcd"), BAD_ARN),
        Arguments.of(under("arn:aws:kms:us-east-1:11112222333:key/1234abcd"), BAD_ARN),
        Arguments.of(under("ARN/more"), BAD_ARN),
        Arguments.of(under(" ARN"), BAD_ARN),
        Arguments.of(under("ARN" + "a".repeat(2048)), BAD_ARN),
        Arguments.of(kms(key + "<BucketKeyEnabled>maybe</BucketKeyEnabled>"), BAD_FLAG),
        Arguments.of(kms(key + "<BucketKeyEnabled>1</BucketKeyEnabled>"), BAD_FLAG),
        Arguments.of(kms(key + "<BucketKeyEnabled/>"), BAD_FLAG));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void aDocumentThatAsksForWhatCannotBe(String document, String text) {
    Sealed in = fresh();
    in.put("k", Type.SSE_KMS, "x");
    String asked = document.replace("ARN", keyArn);
    Answer refused = update(in, "k?encryption", asked).refuses("InvalidRequest", 400);
    assertThat(unescaped(refused.message())).isEqualTo(text);
    assertThat(in.get("k", Type.SSE_KMS).is(200).body()).isEqualTo("x");
  }

  private static String unescaped(String xml) {
    return xml.replace("&#39;", "'").replace("&apos;", "'");
  }

  @ParameterizedTest
  @EnumSource(
      value = Type.class,
      names = {"DSSE_KMS", "SSE_C"})
  void anObjectThatItCannotChange(Type type) {
    Sealed in = fresh();
    in.put("k", type, "x");
    Answer refused = update(in, "k?encryption", under(keyArn)).refuses("InvalidRequest", 400);
    assertThat(unescaped(refused.message())).isEqualTo(NOT_FROM);
    assertThat(in.get("k", type).is(200).body()).isEqualTo("x");
  }

  @Test
  void bodiesAreCheckedAsThoseOfOtherDocuments() {
    Sealed in = fresh();
    in.put("k", Type.SSE_S3, "x");
    String fine = under(keyArn);
    for (String malformed :
        List.of(
            "not xml",
            "<SSE-KMS/>",
            fine + "<more/>",
            fine.substring(0, fine.length() - 3),
            fine.replace("</SSE-KMS>", "</SSE-KMS><SSE-KMS/>"),
            fine.replace("<SSE-KMS>", "<SSE-X>").replace("</SSE-KMS>", "</SSE-X>"))) {
      update(in, "k?encryption", malformed).refuses("MalformedXML", 400);
    }
    update(in, "k?encryption", "").refuses("MissingRequestBodyError", 400);
    in.send(
            "PUT",
            "k?encryption",
            fine,
            Headers.of("Content-MD5", Digests.base64("MD5", new byte[0])))
        .refuses("BadDigest", 400);
    in.send("PUT", "k?encryption", fine, Headers.of("x-amz-checksum-crc32", "AAAAAA=="))
        .refuses("BadDigest", 400);
    in.send("PUT", "k?encryption", fine, Headers.of("x-amz-checksum-md5", "AAAA"))
        .refuses("NotImplemented", 501);
    in.send("PUT", "k?encryption", fine, Headers.of("x-amz-expected-bucket-owner", "210987654321"))
        .refuses("AccessDenied", 403);
    in.get("k", Type.SSE_S3).is(200);
    String digest = Digests.base64("MD5", fine.getBytes(UTF_8));
    in.send("PUT", "k?encryption", fine, Headers.of("Content-MD5", digest)).is(200);
    in.get("k", Type.SSE_KMS).is(200);
  }

  /** Whoever sends these means something by them; to do without would be to do something else. */
  @ParameterizedTest
  @CsvSource({
    "If-Match, '\"00000000000000000000000000000000\"'",
    "If-None-Match, *",
    "x-amz-copy-source, /bucket/key",
    "x-amz-server-side-encryption, AES256",
    "x-amz-server-side-encryption-aws-kms-key-id, key",
    "x-amz-server-side-encryption-context, e30=",
    "x-amz-server-side-encryption-bucket-key-enabled, true",
    "x-amz-server-side-encryption-customer-algorithm, AES256",
  })
  void headersThatItDoesNotHeedAreRefused(String header, String value) {
    Sealed in = fresh();
    in.put("k", Type.SSE_S3, "x");
    Answer refused = in.send("PUT", "k?encryption", under(keyArn), Headers.of(header, value));
    refused
        .refuses("NotImplemented", 501)
        .says("A header you provided implies functionality that is not implemented");
    assertThat(refused.element("Header")).contains(header);
    in.get("k", Type.SSE_S3).is(200);
  }

  @Test
  void onlySignatureVersion4() {
    Sealed in = fresh();
    in.put("k", Type.SSE_S3, "x");
    String target = "/" + in.bucket() + "/k?encryption";
    raw.anonymous("PUT", target, under(keyArn), "Authorization", "AWS AK:c2ln")
        .refuses("InvalidRequest", 400)
        .says(OLD_SIGNATURE);
    raw.anonymous(
            "PUT", target + "&AWSAccessKeyId=AK&Expires=4102444800&Signature=c2ln", under(keyArn))
        .refuses("InvalidRequest", 400)
        .says(OLD_SIGNATURE);
    raw.anonymous("PUT", target, under(keyArn)).refuses("AccessDenied", 403);
    in.get("k", Type.SSE_S3).is(200);
  }

  @Test
  void whomAPolicyLetsInWithoutASignatureNeedsOneToo() {
    Sealed in = fresh();
    in.put("k", Type.SSE_S3, "x");
    raw.send("DELETE", "/" + in.bucket() + "?publicAccessBlock", "").is(204);
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
         "Action":"s3:*","Resource":"arn:aws:s3:::%s/*"}]}\
        """
            .formatted(in.bucket());
    raw.send("PUT", "/" + in.bucket() + "?policy", policy).is(200);
    raw.anonymous("GET", "/" + in.bucket() + "/k", "").is(200);
    raw.anonymous("PUT", "/" + in.bucket() + "/k?encryption", under(keyArn))
        .refuses("InvalidRequest", 400)
        .says(OLD_SIGNATURE);
    in.get("k", Type.SSE_S3).is(200);
  }

  @Test
  void theKeyIsTheBucketOwnersAndOneThatCanBeUsed() {
    Sealed in = fresh();
    in.put("k", Type.SSE_KMS, "x");
    String account = server.account();
    update(in, "k?encryption", under(keyArn.replace(account, "210987654321")))
        .refuses("AccessDenied", 403)
        .says(FOREIGN_KEY);
    String none = keyArn.substring(0, keyArn.indexOf('/') + 1) + UUID.randomUUID();
    update(in, "k?encryption", under(none))
        .refuses("KMS.NotFoundException", 400)
        .says("Key '" + none + "' does not exist");
    update(in, "k?encryption", under(keyArn.replace("us-east-1", "us-west-2")))
        .refuses("KMS.NotFoundException", 400)
        .says("Invalid arn us-west-2");
    String disabled = newKey();
    kms.disableKey(disable -> disable.keyId(disabled));
    update(in, "k?encryption", under(disabled))
        .refuses("KMS.DisabledException", 400)
        .says(disabled + " is disabled.");
    String dying = newKey();
    kms.scheduleKeyDeletion(end -> end.keyId(dying).pendingWindowInDays(7));
    update(in, "k?encryption", under(dying))
        .refuses("KMS.KMSInvalidStateException", 400)
        .says(dying + " is pending deletion.");
    String signing =
        kms.createKey(key -> key.keyUsage(KeyUsageType.SIGN_VERIFY).keySpec(KeySpec.ECC_NIST_P256))
            .keyMetadata()
            .arn();
    update(in, "k?encryption", under(signing))
        .refuses("KMS.InvalidKeyUsageException", 400)
        .says(signing + " key usage is SIGN_VERIFY which is not valid for GenerateDataKey.");
    assertThat(in.get("k", Type.SSE_KMS).is(200).body()).isEqualTo("x");
    kms.disableKey(disable -> disable.keyId(keyArn));
    update(in, "k?encryption", under(newKey()))
        .refuses("KMS.DisabledException", 400)
        .says(keyArn + " is disabled.");
  }

  @Test
  void theRightIsItsOwn() {
    Sealed in = fresh();
    in.put("k", Type.SSE_S3, "x");
    Person person = Person.with(server, Person.allowing("s3:Get*\",\"s3:Put*\",\"kms:*"));
    Sealed as = new Sealed(person.raw(), in.bucket(), keyArn);
    Answer refused = update(as, "k?encryption", under(keyArn)).refuses("AccessDenied", 403);
    assertThat(refused.message())
        .contains("is not authorized to perform: s3:UpdateObjectEncryption on resource")
        .contains("because no identity-based policy allows");
    person.may(Person.allowing("s3:Get*\",\"s3:UpdateObjectEncryption"));
    assertThat(update(as, "k?encryption", under(keyArn)).refuses("AccessDenied", 403).message())
        .contains("is not authorized to perform: kms:");
    in.get("k", Type.SSE_S3).is(200);
    person.may(
        Person.allowing(
            "s3:Get*\",\"s3:UpdateObjectEncryption\",\"kms:Encrypt\",\"kms:Decrypt\","
                + "\"kms:GenerateDataKey\",\"kms:ReEncrypt*"));
    update(as, "k?encryption", under(keyArn)).is(200);
    as.get("k", Type.SSE_KMS).is(200);
  }
}
