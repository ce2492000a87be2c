package dev.coffer.server.gateway;

import static dev.coffer.server.gateway.S3World.ROOT;
import static dev.coffer.server.gateway.S3World.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.auth.Caller;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: spec/encryption.md R103 to R105, and that it comes before a policy (R193). */
final class TransportTest {
  private static final String SSE = "x-amz-server-side-encryption";
  private static final String KMS_TEXT =
      "Requests specifying Server Side Encryption with AWS KMS managed keys must be made over a"
          + " secure connection.";
  private static final String CUSTOMER_TEXT =
      "Requests specifying Server Side Encryption with Customer provided keys must be made over a"
          + " secure connection.";
  private static final String DENY_PLAIN =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":"
          + "\"s3:*\",\"Resource\":[\"arn:aws:s3:::bucket\",\"arn:aws:s3:::bucket/*\"],\"Condition\":"
          + "{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}]}";

  @TempDir Path folder;
  private S3World world;

  @BeforeEach
  void begin() {
    world = new S3World(folder);
    world.createBucket("bucket");
  }

  private static Request plain(Request secure) {
    var peer = new Request.Peer("203.0.113.7", false, null);
    return new Request(
        secure.method(),
        secure.rawPath(),
        secure.rawQuery(),
        secure.headers(),
        secure.body(),
        peer);
  }

  private static Request put(String... headers) {
    return plain(S3World.request("PUT", "/bucket/o", null, "x", headers));
  }

  private S3Exception refusal(Caller caller, Request request) {
    return Objects.requireNonNull(world.refusal(caller, request), "a refusal");
  }

  private void kmsByDefault() {
    world.send(
        ROOT,
        S3World.request(
            "PUT",
            "/bucket",
            "encryption",
            "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>"
                + "<SSEAlgorithm>aws:kms</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule>"
                + "</ServerSideEncryptionConfiguration>"));
  }

  private void refusedForKms(Request request) {
    S3Exception refusal = refusal(ROOT, request);
    assertThat(refusal.error()).isEqualTo(S3Error.InvalidArgument);
    assertThat(refusal.text()).isEqualTo(KMS_TEXT);
  }

  @Test
  void keysOfTheKeyServiceNeedTlsByHeaderAndByDefault() {
    refusedForKms(put(SSE, "aws:kms"));
    refusedForKms(put(SSE, "aws:kms:dsse"));
    refusedForKms(plain(S3World.request("POST", "/bucket/o", "uploads", "", SSE, "aws:kms")));
    kmsByDefault();
    refusedForKms(put());
    refusedForKms(plain(S3World.request("POST", "/bucket/o", "uploads", "")));
    assertThat(world.refusal(ROOT, put(SSE, "AES256"))).isNull();
  }

  @Test
  void customersKeysNeedTlsWhereverTheyMayBeSent() {
    String customer = SSE + "-customer-";
    String source = "x-amz-copy-source-server-side-encryption-customer-algorithm";
    for (Request request :
        new Request[] {
          put(customer + "algorithm", "AES256"),
          put(customer + "key-MD5", "x"),
          plain(S3World.request("GET", "/bucket/o", null, "", customer + "key", "x")),
          put("x-amz-copy-source", "bucket/o", source, "AES256")
        }) {
      S3Exception refusal = refusal(ROOT, request);
      assertThat(refusal.error()).isEqualTo(S3Error.InvalidRequest);
      assertThat(refusal.text()).isEqualTo(CUSTOMER_TEXT);
    }
  }

  @Test
  void aPolicyThatDeniesPlainHttpComesAfterwards() {
    world.putPolicy("bucket", DENY_PLAIN);
    refusedForKms(put(SSE, "aws:kms"));
    assertThat(refusal(ROOT, put()).error()).isEqualTo(S3Error.AccessDenied);
  }

  /** Whatever the object is now: it would be under such a key. */
  @Test
  void aNewEnvelopeNeedsTlsBeforeAnyPolicyIsAsked() {
    world.put("/bucket/o", "x");
    world.putPolicy("bucket", DENY_PLAIN);
    Request update = plain(S3World.request("PUT", "/bucket/o", "encryption", ""));
    refusedForKms(update);
    assertThat(refusal(STRANGER, update).error()).isEqualTo(S3Error.AccessDenied);
    assertThat(refusal(ROOT, put()).error()).isEqualTo(S3Error.AccessDenied);
  }

  @Test
  void whoMayNotWriteAnywayLearnsNothing() {
    kmsByDefault();
    assertThat(refusal(STRANGER, put()).error()).isEqualTo(S3Error.AccessDenied);
    assertThat(refusal(STRANGER, put(SSE, "aws:kms")).error()).isEqualTo(S3Error.AccessDenied);
  }
}
