package dev.coffer.server.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.identity.AccessKeyGenerator;
import dev.coffer.iam.session.DirectorySessionTokens;
import dev.coffer.iam.sts.DirectorySessions;
import dev.coffer.kms.custody.FirstSecret;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.server.NoKeys;
import dev.coffer.storage.blob.MemoryBlobs;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.Store;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.Profile;
import dev.coffer.wire.codec.Facts;
import dev.coffer.wire.codec.Model;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operation that Amazon knows has a place here: it is served, or it is refused by name. */
class S3TableTest {
  /** What is served. */
  static final List<String> SERVED =
      List.of(
          "AbortMultipartUpload",
          "CompleteMultipartUpload",
          "CopyObject",
          "CreateBucket",
          "CreateMultipartUpload",
          "CreateSession",
          "DeleteBucket",
          "DeleteBucketAnalyticsConfiguration",
          "DeleteBucketCors",
          "DeleteBucketEncryption",
          "DeleteBucketIntelligentTieringConfiguration",
          "DeleteBucketInventoryConfiguration",
          "DeleteBucketLifecycle",
          "DeleteBucketMetadataConfiguration",
          "DeleteBucketMetadataTableConfiguration",
          "DeleteBucketMetricsConfiguration",
          "DeleteBucketOwnershipControls",
          "DeleteBucketPolicy",
          "DeleteBucketReplication",
          "DeleteBucketTagging",
          "DeleteBucketWebsite",
          "DeleteObject",
          "DeleteObjectTagging",
          "DeleteObjects",
          "DeletePublicAccessBlock",
          "GetBucketAbac",
          "GetBucketAccelerateConfiguration",
          "GetBucketAcl",
          "GetBucketAnalyticsConfiguration",
          "GetBucketCors",
          "GetBucketEncryption",
          "GetBucketIntelligentTieringConfiguration",
          "GetBucketInventoryConfiguration",
          "GetBucketLifecycleConfiguration",
          "GetBucketLocation",
          "GetBucketLogging",
          "GetBucketMetadataConfiguration",
          "GetBucketMetadataTableConfiguration",
          "GetBucketMetricsConfiguration",
          "GetBucketNotificationConfiguration",
          "GetBucketOwnershipControls",
          "GetBucketPolicy",
          "GetBucketPolicyStatus",
          "GetBucketReplication",
          "GetBucketRequestPayment",
          "GetBucketTagging",
          "GetBucketVersioning",
          "GetBucketWebsite",
          "GetObject",
          "GetObjectAcl",
          "GetObjectAttributes",
          "GetObjectLegalHold",
          "GetObjectLockConfiguration",
          "GetObjectRetention",
          "GetObjectTagging",
          "GetPublicAccessBlock",
          "HeadBucket",
          "HeadObject",
          "ListBucketAnalyticsConfigurations",
          "ListBucketIntelligentTieringConfigurations",
          "ListBucketInventoryConfigurations",
          "ListBucketMetricsConfigurations",
          "ListBuckets",
          "ListDirectoryBuckets",
          "ListMultipartUploads",
          "ListObjectVersions",
          "ListObjects",
          "ListObjectsV2",
          "ListParts",
          "PutBucketAbac",
          "PutBucketAcl",
          "PutBucketCors",
          "PutBucketEncryption",
          "PutBucketLifecycleConfiguration",
          "PutBucketInventoryConfiguration",
          "PutBucketLogging",
          "PutBucketNotificationConfiguration",
          "PutBucketOwnershipControls",
          "PutBucketPolicy",
          "PutBucketRequestPayment",
          "PutBucketTagging",
          "PutBucketVersioning",
          "PutObject",
          "PutObjectAcl",
          "PutObjectLegalHold",
          "PutObjectLockConfiguration",
          "PutObjectRetention",
          "PutObjectTagging",
          "PutPublicAccessBlock",
          "RenameObject",
          "UpdateObjectEncryption",
          "UploadPart",
          "UploadPartCopy");

  @TempDir private Path folder;

  @Test
  void servesWhatItPromises() {
    with(table ->
        assertThat(table.all())
            .extracting(served -> served.operation().getSimpleName())
            .containsExactlyInAnyOrderElementsOf(SERVED));
  }

  @Test
  void everyServedOperationIsInTheModelAndNamesItsAction() {
    with(table ->
        assertThat(table.all())
            .allSatisfy(served -> {
              Facts facts = Model.s3().of(served.operation());
              assertThat(facts.routed() || facts.operation().equals("ListDirectoryBuckets"))
                  .isTrue();
              assertThat(served.http().action())
                  .isNotEmpty()
                  .allSatisfy(action -> assertThat(action).matches("s3(express)?:[A-Z][A-Za-z]+"));
            }));
  }

  @Test
  void everyKnownOperationIsServedOrCanBeRefusedByName() {
    assertThat(Model.s3().operations()).hasSize(116);
    with(table ->
        assertThat(Model.s3().operations())
            .allSatisfy(facts ->
                assertThat(table.find(facts.operation()).isPresent())
                    .isEqualTo(SERVED.contains(facts.operation()))));
  }

  private void with(Consumer<S3Table> check) {
    Entropy entropy = Entropy.system();
    var created = RootKeyFile.create(folder.resolve("keys"), new FirstSecret.KeyFile(), entropy);
    try (var root = created.root();
        var kv = new MemoryKv();
        var blobs = new MemoryBlobs();
        var store =
            Store.open(
                kv,
                blobs,
                root,
                new BucketSettings("us-east-1", Profile.YEAR_2026),
                _ -> false,
                NoKeys.kms(),
                InstantSource.system(),
                entropy)) {
      var sealing = new WrappingKey(Secret.of(new byte[32]));
      var tokens = new DirectorySessionTokens(sealing, Bytes.of(new byte[16]), entropy);
      var generator = new AccessKeyGenerator(entropy);
      var sessions = new DirectorySessions(tokens, generator, InstantSource.system());
      check.accept(new S3Table(store, sessions));
    }
  }
}
