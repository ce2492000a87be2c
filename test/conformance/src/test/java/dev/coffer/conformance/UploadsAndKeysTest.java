package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.server.control.ControlClient;
import dev.coffer.server.control.Order;
import dev.coffer.wire.http.Headers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What becomes of a multipart upload whose key is taken away between its beginning and its end.
 * Source: spec/encryption.md R101, R123 to R127.
 */
@ExtendWith(SharedServer.class)
class UploadsAndKeysTest {
  private static final String BODY = "0123456789abcdef".repeat(2000);

  private final StartedServer server;
  private final Buckets buckets;
  private final KmsClient kms;
  private final RawClient raw;

  @TempDir Path folder;

  UploadsAndKeysTest(StartedServer server, Buckets buckets, KmsClient kms, RawClient raw) {
    this.server = server;
    this.buckets = buckets;
    this.kms = kms;
    this.raw = raw;
  }

  /** An upload with one part. */
  private record Begun(Sealed in, Type type, String id, String eTag) {
    static Begun by(Sealed in, Type type) {
      in.put("source", Type.SSE_S3, BODY);
      String id = in.begin("k", type);
      String eTag = in.part("k", id, 1, BODY).is(200).header("ETag");
      return new Begun(in, type, id, eTag);
    }

    /** It can be looked at and given up, but neither go on nor end; nothing came to be. */
    void requireStuck(String code, String text) {
      int status = code.equals("AccessDenied") ? 403 : 400;
      for (Answer answer :
          List.of(
              in.part("k", id, 2, BODY),
              in.part("k", id, 2, "", in.from("source", Type.SSE_S3)),
              in.complete("k", id, List.of(eTag)))) {
        answer.refuses(code, status);
        assertThat(answer.message()).contains(text);
      }
      assertThat(in.send("GET", "k?uploadId=" + id, "").is(200).body()).contains("<Part>");
      in.send("HEAD", "k", "").is(404);
      assertThat(in.raw().get("/" + in.bucket() + "?uploads").is(200).body()).contains(id);
    }

    /** Nor does another upload begin. */
    void requireNoOther(String code, String text) {
      in.send("POST", "other?uploads", "", type.written(in.keyArn())).refuses(code, 400).says(text);
      assertThat(in.raw().get("/" + in.bucket() + "?uploads").is(200).body())
          .doesNotContain("<Key>other</Key>");
    }

    void completes() {
      in.complete("k", id, List.of(eTag)).is(200);
      assertThat(in.get("k", type).is(200).body()).isEqualTo(BODY);
    }

    void aborts() {
      in.send("DELETE", "k?uploadId=" + id, "").is(204);
    }
  }

  private Sealed bucket() {
    return Sealed.fresh(raw, buckets, kms.createKey().keyMetadata().arn());
  }

  @ParameterizedTest
  @EnumSource(
      value = Type.class,
      names = {"SSE_KMS", "SSE_KMS_BUCKET_KEY", "DSSE_KMS"})
  void aKeyThatIsDisabledInBetween(Type type) {
    Begun begun = Begun.by(bucket(), type);
    String keyArn = begun.in().keyArn();
    kms.disableKey(disable -> disable.keyId(keyArn));
    begun.requireStuck("KMS.DisabledException", keyArn + " is disabled.");
    begun.requireNoOther("KMS.DisabledException", keyArn + " is disabled.");
    kms.enableKey(enable -> enable.keyId(keyArn));
    begun.completes();
  }

  @ParameterizedTest
  @EnumSource(
      value = Type.class,
      names = {"SSE_KMS", "SSE_KMS_BUCKET_KEY", "DSSE_KMS"})
  void aKeyThatIsToBeDeletedInBetween(Type type) {
    Begun begun = Begun.by(bucket(), type);
    String keyArn = begun.in().keyArn();
    kms.scheduleKeyDeletion(end -> end.keyId(keyArn).pendingWindowInDays(7));
    begun.requireStuck("KMS.KMSInvalidStateException", keyArn + " is pending deletion.");
    begun.requireNoOther("KMS.KMSInvalidStateException", keyArn + " is pending deletion.");
    begun.aborts();
  }

  @ParameterizedTest
  @EnumSource(
      value = Type.class,
      names = {"SSE_KMS", "SSE_KMS_BUCKET_KEY", "DSSE_KMS"})
  void materialThatIsDestroyedInBetween(Type type) {
    String keyArn = ImportedKey.until(kms, Instant.now().plus(Duration.ofDays(1)));
    Begun begun = Begun.by(Sealed.fresh(raw, buckets, keyArn), type);
    kms.deleteImportedKeyMaterial(delete -> delete.keyId(keyArn));
    begun.requireStuck("KMS.KMSInvalidStateException", keyArn + " is pending import.");
    begun.requireNoOther("KMS.KMSInvalidStateException", keyArn + " is pending import.");
    begun.aborts();
  }

  /** Each step is done or refused as a whole, whenever the key goes. */
  @ParameterizedTest
  @EnumSource(
      value = Type.class,
      names = {"SSE_KMS", "SSE_KMS_BUCKET_KEY", "DSSE_KMS"})
  void aKeyThatIsDisabledAtTheSameTime(Type type) throws Exception {
    Sealed in = bucket();
    String text = in.keyArn() + " is disabled.";
    for (int round = 0; round < 8; round++) {
      Begun begun = Begun.by(in, type);
      Callable<Answer> part = () -> in.part("k", begun.id(), 2, BODY);
      Callable<Answer> completion = () -> in.complete("k", begun.id(), List.of(begun.eTag()));
      var running = new ArrayList<Future<Answer>>();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        running.add(threads.submit(part));
        running.add(threads.submit(completion));
        kms.disableKey(disable -> disable.keyId(in.keyArn()));
      }
      Answer partAnswer = running.get(0).get();
      Answer completed = running.get(1).get();
      if (partAnswer.status() == 404) {
        partAnswer.refuses("NoSuchUpload", 404);
      } else if (partAnswer.status() != 200) {
        partAnswer.refuses("KMS.DisabledException", 400).says(text);
      }
      kms.enableKey(enable -> enable.keyId(in.keyArn()));
      if (completed.status() == 200) {
        assertThat(in.get("k", type).is(200).body()).isEqualTo(BODY);
      } else {
        completed.refuses("KMS.DisabledException", 400).says(text);
        in.send("GET", "k", "").refuses("NoSuchKey", 404);
        begun.completes();
      }
      in.send("DELETE", "k", "").is(204);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Type.class,
      names = {"SSE_KMS", "SSE_KMS_BUCKET_KEY", "DSSE_KMS"})
  void aPolicyThatChangesInBetween(Type type) {
    Sealed in = bucket();
    Person person = Person.with(server, Person.OBJECTS_AND_KEYS);
    Begun begun = Begun.by(new Sealed(person.raw(), in.bucket(), in.keyArn()), type);
    String before = kms.getKeyPolicy(get -> get.keyId(in.keyArn())).policy();
    String denying =
        """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%s:root"},"Action":"kms:*",
           "Resource":"*"},
          {"Effect":"Deny","Principal":{"AWS":"%s"},"Action":"kms:Decrypt","Resource":"*"}]}\
        """
            .formatted(server.account(), person.arn());
    kms.putKeyPolicy(put -> put.keyId(in.keyArn()).policy(denying));
    begun.requireStuck("AccessDenied", "is not authorized to perform: kms:Decrypt on ");
    kms.putKeyPolicy(put -> put.keyId(in.keyArn()).policy(before));
    begun.completes();
  }

  @ParameterizedTest
  @EnumSource(
      value = Type.class,
      names = {"SSE_KMS", "SSE_KMS_BUCKET_KEY", "DSSE_KMS"})
  void aGrantThatIsRevokedInBetween(Type type) {
    Sealed in = bucket();
    Person person = Person.with(server, Person.OBJECTS);
    String grant =
        kms.createGrant(create ->
                create
                    .keyId(in.keyArn())
                    .granteePrincipal(person.arn())
                    .operations(GrantOperation.DECRYPT, GrantOperation.GENERATE_DATA_KEY))
            .grantId();
    Begun begun = Begun.by(new Sealed(person.raw(), in.bucket(), in.keyArn()), type);
    kms.revokeGrant(revoke -> revoke.keyId(in.keyArn()).grantId(grant));
    begun.requireStuck("AccessDenied", "is not authorized to perform: kms:Decrypt on ");
    begun.aborts();
  }

  @Test
  void aStoreThatIsSealedInBetween() throws IOException {
    Path data = folder.resolve("data");
    try (var own = StartedServer.over(data);
        S3Client s3 = own.s3();
        KmsClient keys = own.kms()) {
      String keyArn = keys.createKey().keyMetadata().arn();
      Sealed in = Sealed.fresh(RawClient.of(own), new Buckets(s3), keyArn);
      byte[] keyFile = data.resolve("keys/root.key").toString().getBytes(UTF_8);
      for (Type type : Type.values()) {
        Begun begun = type == Type.SSE_C ? withCustomersKey(in) : Begun.by(in, type);
        assertThat(ControlClient.give(data, Order.SEAL, new byte[0]).done()).isTrue();
        Headers read = type.read();
        assertThat(in.part("k", begun.id(), 2, BODY, read).status()).isEqualTo(503);
        assertThat(in.complete("k", begun.id(), List.of(begun.eTag())).status()).isEqualTo(503);
        assertThat(ControlClient.give(data, Order.UNSEAL_BY_KEY_FILE, keyFile).done()).isTrue();
        begun.completes();
      }
    }
  }

  private static Begun withCustomersKey(Sealed in) {
    String id = in.begin("k", Type.SSE_C);
    String eTag = in.part("k", id, 1, BODY, Type.SSE_C.read()).is(200).header("ETag");
    return new Begun(in, Type.SSE_C, id, eTag);
  }
}
