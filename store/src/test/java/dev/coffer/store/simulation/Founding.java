package dev.coffer.store.simulation;

import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.VersioningState;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.AclGrants;
import dev.coffer.wire.s3.CreateBucket;
import dev.coffer.wire.s3.CreateBucketConfiguration;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.PutBucketEncryption;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.ByDefault;
import dev.coffer.wire.s3.ServerSideEncryptionConfiguration.Rule;
import java.util.List;
import java.util.function.Consumer;

/** Makes the bucket of a run. */
record Founding(Plan plan, VersioningState versioning) {
  /**
   * Makes it.
   *
   * @param patiently does something until its outcome is known
   */
  void found(Consumer<Runnable> patiently) {
    String bucket = plan.requests().bucket();
    var plainly = Document.of(CreateBucketConfiguration.NONE);
    CreateBucket op =
        switch (plan.kind()) {
          case DIRECTORY -> TestStore.createDirectoryOp(bucket);
          case LOCKED -> new CreateBucket(bucket, AclGrants.NONE, null, true, plainly);
          case PLAIN, VERSIONED, SWITCHED ->
              new CreateBucket(bucket, AclGrants.NONE, null, plainly);
        };
    patiently.accept(() -> plan.store().buckets().createBucket(TestStore.CALLER, op));
    switch (plan.kind()) {
      case DIRECTORY -> patiently.accept(this::encryptByDefault);
      case VERSIONED, SWITCHED -> {
        if (versioning != VersioningState.NEVER_SET) {
          patiently.accept(this::setVersioning);
        }
      }
      case PLAIN, LOCKED -> {}
    }
  }

  private void setVersioning() {
    plan.switching().set(plan, versioning);
  }

  /** Only by default is there encryption under KMS keys in a directory bucket. */
  private void encryptByDefault() {
    var rule = new Rule(new ByDefault("aws:kms", plan.kmsKeys().getFirst()), true, null);
    var document = Document.of(new ServerSideEncryptionConfiguration(List.of(rule)));
    var put = new PutBucketEncryption(plan.requests().bucket(), Integrity.NONE, null, document);
    plan.store().encryption().put(TestStore.CALLER, put);
  }
}
