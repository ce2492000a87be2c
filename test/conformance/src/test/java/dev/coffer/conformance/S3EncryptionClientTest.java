package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.SdkPartType;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.encryption.s3.S3EncryptionClient;
import software.amazon.encryption.s3.materials.KmsKeyring;

/** Amazon's S3 Encryption Client, its keys wrapped by the key service. */
@ExtendWith(SharedServer.class)
class S3EncryptionClientTest {
  private static final String TEXT = "a plain sentence, ".repeat(1000);
  private static final Map<String, String> CONTEXT = Map.of("department", "größe / a + b");
  private static final int PART_BYTES = 5 * 1024 * 1024;

  private final StartedServer server;
  private final S3Client s3;
  private final KmsClient kms;
  private final Buckets buckets;
  private final Keys keys;
  private final S3AsyncClient async;
  private final List<S3EncryptionClient> clients = new ArrayList<>();

  S3EncryptionClientTest(StartedServer server, S3Client s3, KmsClient kms, Buckets buckets) {
    this.server = server;
    this.s3 = s3;
    this.kms = kms;
    this.buckets = buckets;
    this.keys = new Keys(server, kms);
    this.async = async();
  }

  private S3AsyncClient async() {
    return S3AsyncClient.builder()
        .endpointOverride(server.http())
        .region(Region.US_EAST_1)
        .credentialsProvider(server.credentials())
        .forcePathStyle(true)
        .overrideConfiguration(to -> to.retryStrategy(retry -> retry.maxAttempts(1)))
        .build();
  }

  @AfterEach
  void close() {
    clients.forEach(S3EncryptionClient::close);
    async.close();
  }

  private S3EncryptionClient under(String keyId) {
    S3EncryptionClient client =
        S3EncryptionClient.builder()
            .wrappedClient(server.s3())
            .wrappedAsyncClient(async)
            .keyring(KmsKeyring.builder().kmsClient(kms).wrappingKeyId(keyId).build())
            .build();
    clients.add(client);
    return client;
  }

  private static void put(
      S3EncryptionClient client, String bucket, String text, Map<String, String> context) {
    client.putObject(
        put ->
            put.bucket(bucket)
                .key("k")
                .overrideConfiguration(S3EncryptionClient.withAdditionalConfiguration(context)),
        RequestBody.fromString(text));
  }

  private static String get(S3EncryptionClient client, String bucket, Map<String, String> context) {
    return client
        .getObjectAsBytes(get ->
            get.bucket(bucket)
                .key("k")
                .overrideConfiguration(S3EncryptionClient.withAdditionalConfiguration(context)))
        .asUtf8String();
  }

  /** What the client says of a refusal, with what it was caused by. */
  private static String refusal(ThrowingCallable call) {
    var said = new ArrayList<String>();
    assertThatThrownBy(call)
        .satisfies(refusal -> {
          for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            said.add(cause.getClass().getSimpleName() + ": " + cause.getMessage());
          }
        });
    return String.join("\n", said);
  }

  @Test
  void whatIsPutComesBackAndTheServerNeverSawIt() {
    String bucket = buckets.fresh();
    S3EncryptionClient client = under(keys.fresh().arn());
    put(client, bucket, TEXT, Map.of());
    assertThat(get(client, bucket, Map.of())).isEqualTo(TEXT);
    byte[] stored = buckets.body(bucket, "k");
    assertThat(stored).hasSize(TEXT.length() + 16);
    assertThat(new String(stored, UTF_8)).doesNotContain("a plain sentence");
    assertThat(s3.headObject(head -> head.bucket(bucket).key("k")).metadata())
        .containsEntry("x-amz-wrap-alg", "kms+context")
        .containsEntry("x-amz-cek-alg", "AES/GCM/NoPadding")
        .containsKeys("x-amz-key-v2", "x-amz-iv", "x-amz-matdesc");
    assertThat(s3.listObjectsV2(list -> list.bucket(bucket)).contents())
        .as("no instruction file lies beside it")
        .extracting(S3Object::key)
        .containsExactly("k");
  }

  @Test
  void theContextOfTheWriteIsNeededForTheRead() {
    String bucket = buckets.fresh();
    S3EncryptionClient client = under(keys.fresh().arn());
    put(client, bucket, TEXT, CONTEXT);
    assertThat(get(client, bucket, CONTEXT)).isEqualTo(TEXT);
    assertThat(refusal(() -> get(client, bucket, Map.of("department", "sales"))))
        .contains("S3EncryptionClientException");
  }

  /** The context lies in the object's metadata, where somebody may write; the key binds it. */
  @Test
  void aContextThatWasChangedInTheBucketOpensNothing() {
    String bucket = buckets.fresh();
    S3EncryptionClient client = under(keys.fresh().arn());
    put(client, bucket, TEXT, Map.of("department", "it"));
    Map<String, String> metadata =
        new HashMap<>(s3.headObject(head -> head.bucket(bucket).key("k")).metadata());
    metadata.compute("x-amz-matdesc", (_, text) -> text.replace("it", "hr"));
    s3.copyObject(copy ->
        copy.sourceBucket(bucket)
            .sourceKey("k")
            .destinationBucket(bucket)
            .destinationKey("k")
            .metadataDirective(MetadataDirective.REPLACE)
            .metadata(metadata));
    assertThat(refusal(() -> get(client, bucket, Map.of("department", "hr"))))
        .contains("InvalidCiphertextException");
  }

  @Test
  void aBitThatWasChangedInTheBucketIsFound() {
    String bucket = buckets.fresh();
    S3EncryptionClient client = under(keys.fresh().arn());
    put(client, bucket, TEXT, Map.of());
    Map<String, String> metadata = s3.headObject(head -> head.bucket(bucket).key("k")).metadata();
    byte[] stored = buckets.body(bucket, "k");
    stored[100] ^= 1;
    s3.putObject(
        put -> put.bucket(bucket).key("k").metadata(metadata), RequestBody.fromBytes(stored));
    assertThat(refusal(() -> get(client, bucket, Map.of()))).contains("AEADBadTagException");
  }

  @Test
  void keysOpenTheirOwnObjectsWhileTheyAreEnabled() {
    String bucket = buckets.fresh();
    String one = keys.fresh().arn();
    S3EncryptionClient client = under(one);
    put(client, bucket, TEXT, Map.of());
    assertThat(refusal(() -> get(under(keys.fresh().arn()), bucket, Map.of())))
        .contains("IncorrectKeyException");
    kms.disableKey(disable -> disable.keyId(one));
    assertThat(refusal(() -> get(client, bucket, Map.of())))
        .contains("DisabledException")
        .contains(one + " is disabled.");
    assertThat(refusal(() -> put(client, bucket, TEXT, Map.of()))).contains("DisabledException");
    kms.enableKey(enable -> enable.keyId(one));
    assertThat(get(client, bucket, Map.of())).isEqualTo(TEXT);
  }

  @Test
  void aBucketsOwnKeyLiesBeneathTheClients() {
    String bucket = buckets.fresh();
    String beneath = keys.fresh().arn();
    s3.putBucketEncryption(put ->
        put.bucket(bucket)
            .serverSideEncryptionConfiguration(to ->
                to.rules(
                    ServerSideEncryptionRule.builder()
                        .applyServerSideEncryptionByDefault(by ->
                            by.sseAlgorithm(ServerSideEncryption.AWS_KMS).kmsMasterKeyID(beneath))
                        .build())));
    S3EncryptionClient client = under(keys.fresh().arn());
    put(client, bucket, TEXT, CONTEXT);
    HeadObjectResponse head = s3.headObject(of -> of.bucket(bucket).key("k"));
    assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
    assertThat(head.ssekmsKeyId()).isEqualTo(beneath);
    assertThat(get(client, bucket, CONTEXT)).isEqualTo(TEXT);
    kms.disableKey(disable -> disable.keyId(beneath));
    assertThat(refusal(() -> get(client, bucket, CONTEXT))).contains(beneath + " is disabled.");
    kms.enableKey(enable -> enable.keyId(beneath));
    assertThat(get(client, bucket, CONTEXT)).isEqualTo(TEXT);
  }

  @Test
  void partsAreOneCiphertext() {
    String bucket = buckets.fresh();
    S3EncryptionClient client = under(keys.fresh().arn());
    String upload =
        client
            .createMultipartUpload(create ->
                create
                    .bucket(bucket)
                    .key("k")
                    .overrideConfiguration(S3EncryptionClient.withAdditionalConfiguration(CONTEXT)))
            .uploadId();
    byte[] first = ObjectsTest.random(PART_BYTES, 1);
    byte[] last = ObjectsTest.random(1000, 2);
    List<CompletedPart> parts =
        List.of(
            part(client, bucket, upload, 1, first, SdkPartType.DEFAULT),
            part(client, bucket, upload, 2, last, SdkPartType.LAST));
    client.completeMultipartUpload(complete ->
        complete.bucket(bucket).key("k").uploadId(upload).multipartUpload(of -> of.parts(parts)));
    byte[] whole = new byte[PART_BYTES + 1000];
    System.arraycopy(first, 0, whole, 0, PART_BYTES);
    System.arraycopy(last, 0, whole, PART_BYTES, 1000);
    assertThat(
            client
                .getObjectAsBytes(get ->
                    get.bucket(bucket)
                        .key("k")
                        .overrideConfiguration(
                            S3EncryptionClient.withAdditionalConfiguration(CONTEXT)))
                .asByteArray())
        .isEqualTo(whole);
    assertThat(buckets.body(bucket, "k")).hasSize(whole.length + 16);
  }

  private static CompletedPart part(
      S3EncryptionClient client,
      String bucket,
      String upload,
      int number,
      byte[] body,
      SdkPartType type) {
    String etag =
        client
            .uploadPart(
                part ->
                    part.bucket(bucket)
                        .key("k")
                        .uploadId(upload)
                        .partNumber(number)
                        .sdkPartType(type),
                RequestBody.fromBytes(body))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }
}
