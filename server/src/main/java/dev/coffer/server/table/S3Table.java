package dev.coffer.server.table;

import dev.coffer.iam.sts.DirectorySessions;
import dev.coffer.store.Store;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.s3.AbortMultipartUpload;
import dev.coffer.wire.s3.CompleteMultipartUpload;
import dev.coffer.wire.s3.CopyObject;
import dev.coffer.wire.s3.CreateBucket;
import dev.coffer.wire.s3.CreateMultipartUpload;
import dev.coffer.wire.s3.CreateSession;
import dev.coffer.wire.s3.DeleteBucket;
import dev.coffer.wire.s3.DeleteBucketAnalyticsConfiguration;
import dev.coffer.wire.s3.DeleteBucketCors;
import dev.coffer.wire.s3.DeleteBucketEncryption;
import dev.coffer.wire.s3.DeleteBucketIntelligentTieringConfiguration;
import dev.coffer.wire.s3.DeleteBucketInventoryConfiguration;
import dev.coffer.wire.s3.DeleteBucketLifecycle;
import dev.coffer.wire.s3.DeleteBucketMetadataConfiguration;
import dev.coffer.wire.s3.DeleteBucketMetadataTableConfiguration;
import dev.coffer.wire.s3.DeleteBucketMetricsConfiguration;
import dev.coffer.wire.s3.DeleteBucketOwnershipControls;
import dev.coffer.wire.s3.DeleteBucketPolicy;
import dev.coffer.wire.s3.DeleteBucketReplication;
import dev.coffer.wire.s3.DeleteBucketTagging;
import dev.coffer.wire.s3.DeleteBucketWebsite;
import dev.coffer.wire.s3.DeleteObject;
import dev.coffer.wire.s3.DeleteObjectTagging;
import dev.coffer.wire.s3.DeleteObjects;
import dev.coffer.wire.s3.DeletePublicAccessBlock;
import dev.coffer.wire.s3.GetBucketAbac;
import dev.coffer.wire.s3.GetBucketAccelerateConfiguration;
import dev.coffer.wire.s3.GetBucketAcl;
import dev.coffer.wire.s3.GetBucketAnalyticsConfiguration;
import dev.coffer.wire.s3.GetBucketCors;
import dev.coffer.wire.s3.GetBucketEncryption;
import dev.coffer.wire.s3.GetBucketIntelligentTieringConfiguration;
import dev.coffer.wire.s3.GetBucketInventoryConfiguration;
import dev.coffer.wire.s3.GetBucketLifecycleConfiguration;
import dev.coffer.wire.s3.GetBucketLocation;
import dev.coffer.wire.s3.GetBucketLogging;
import dev.coffer.wire.s3.GetBucketMetadataConfiguration;
import dev.coffer.wire.s3.GetBucketMetadataTableConfiguration;
import dev.coffer.wire.s3.GetBucketMetricsConfiguration;
import dev.coffer.wire.s3.GetBucketNotificationConfiguration;
import dev.coffer.wire.s3.GetBucketOwnershipControls;
import dev.coffer.wire.s3.GetBucketPolicy;
import dev.coffer.wire.s3.GetBucketPolicyStatus;
import dev.coffer.wire.s3.GetBucketReplication;
import dev.coffer.wire.s3.GetBucketRequestPayment;
import dev.coffer.wire.s3.GetBucketTagging;
import dev.coffer.wire.s3.GetBucketVersioning;
import dev.coffer.wire.s3.GetBucketWebsite;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.GetObjectAcl;
import dev.coffer.wire.s3.GetObjectAttributes;
import dev.coffer.wire.s3.GetObjectLegalHold;
import dev.coffer.wire.s3.GetObjectLockConfiguration;
import dev.coffer.wire.s3.GetObjectRetention;
import dev.coffer.wire.s3.GetObjectTagging;
import dev.coffer.wire.s3.GetPublicAccessBlock;
import dev.coffer.wire.s3.HeadBucket;
import dev.coffer.wire.s3.HeadObject;
import dev.coffer.wire.s3.ListBucketAnalyticsConfigurations;
import dev.coffer.wire.s3.ListBucketIntelligentTieringConfigurations;
import dev.coffer.wire.s3.ListBucketInventoryConfigurations;
import dev.coffer.wire.s3.ListBucketMetricsConfigurations;
import dev.coffer.wire.s3.ListBuckets;
import dev.coffer.wire.s3.ListDirectoryBuckets;
import dev.coffer.wire.s3.ListMultipartUploads;
import dev.coffer.wire.s3.ListObjectVersions;
import dev.coffer.wire.s3.ListObjects;
import dev.coffer.wire.s3.ListObjectsV2;
import dev.coffer.wire.s3.ListParts;
import dev.coffer.wire.s3.PutBucketAbac;
import dev.coffer.wire.s3.PutBucketAcl;
import dev.coffer.wire.s3.PutBucketCors;
import dev.coffer.wire.s3.PutBucketEncryption;
import dev.coffer.wire.s3.PutBucketInventoryConfiguration;
import dev.coffer.wire.s3.PutBucketLifecycleConfiguration;
import dev.coffer.wire.s3.PutBucketLogging;
import dev.coffer.wire.s3.PutBucketNotificationConfiguration;
import dev.coffer.wire.s3.PutBucketOwnershipControls;
import dev.coffer.wire.s3.PutBucketPolicy;
import dev.coffer.wire.s3.PutBucketRequestPayment;
import dev.coffer.wire.s3.PutBucketTagging;
import dev.coffer.wire.s3.PutBucketVersioning;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.PutObjectAcl;
import dev.coffer.wire.s3.PutObjectLegalHold;
import dev.coffer.wire.s3.PutObjectLockConfiguration;
import dev.coffer.wire.s3.PutObjectRetention;
import dev.coffer.wire.s3.PutObjectTagging;
import dev.coffer.wire.s3.PutPublicAccessBlock;
import dev.coffer.wire.s3.RenameObject;
import dev.coffer.wire.s3.UpdateObjectEncryption;
import dev.coffer.wire.s3.UploadPart;
import dev.coffer.wire.s3.UploadPartCopy;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The S3 operations that are served, a line each. */
public final class S3Table {
  private final Map<String, Served<?, ?>> served = new LinkedHashMap<>();

  /**
   * Everything that a store offers.
   *
   * @param sessions makes the credentials of sessions of directory buckets
   */
  public S3Table(Store store, DirectorySessions sessions) {
    serve(new Served<>(CreateSession.class, store.sessions(sessions)::create));
    buckets(store);
    access(store);
    unconfigured(store);
    unconfiguredById(store);
    fixed(store);
    objects(store);
    uploads(store);
  }

  private S3Table(List<Served<?, ?>> operations) {
    operations.forEach(this::serve);
  }

  /** A table with these operations alone; the others are refused by name. */
  public static S3Table of(List<Served<?, ?>> operations) {
    return new S3Table(operations);
  }

  private void buckets(Store store) {
    serve(ListBuckets.class, store.bucketListing()::listBuckets);
    serve(ListDirectoryBuckets.class, store.bucketListing()::listDirectoryBuckets);
    serve(CreateBucket.class, store.buckets()::createBucket);
    serve(HeadBucket.class, store.buckets()::headBucket);
    serve(DeleteBucket.class, store.bucketRemoval()::deleteBucket);
    serve(GetBucketLocation.class, store.buckets()::location);
    serve(PutBucketEncryption.class, store.encryption()::put);
    serve(GetBucketEncryption.class, store.encryption()::get);
    serve(DeleteBucketEncryption.class, store.encryption()::delete);
    serve(PutBucketTagging.class, store.bucketTags()::put);
    serve(GetBucketTagging.class, store.bucketTags()::get);
    serve(DeleteBucketTagging.class, store.bucketTags()::delete);
    serve(PutBucketLifecycleConfiguration.class, store.lifecycles()::put);
    serve(GetBucketLifecycleConfiguration.class, store.lifecycles()::get);
    serve(DeleteBucketLifecycle.class, store.lifecycles()::delete);
    serve(PutBucketInventoryConfiguration.class, store.inventories()::put);
    serve(GetBucketInventoryConfiguration.class, store.inventories()::get);
    serve(DeleteBucketInventoryConfiguration.class, store.inventories()::delete);
    serve(ListBucketInventoryConfigurations.class, store.inventories()::list);
    serve(PutBucketNotificationConfiguration.class, store.notifications()::put);
    serve(GetBucketNotificationConfiguration.class, store.notifications()::get);
    serve(PutObjectLockConfiguration.class, store.bucketLocks()::put);
    serve(GetObjectLockConfiguration.class, store.bucketLocks()::get);
    serve(PutBucketVersioning.class, store.versioning()::put);
    serve(GetBucketVersioning.class, store.versioning()::get);
    serve(ListObjects.class, store.listings()::list);
    serve(ListObjectsV2.class, store.listings()::list);
    serve(ListObjectVersions.class, store.versionListings()::list);
    serve(ListMultipartUploads.class, store.uploadListings()::list);
    serve(new Served<>(DeleteObjects.class, store.deletes()::deleteObjects));
  }

  private void access(Store store) {
    serve(PutBucketPolicy.class, store.policies()::put);
    serve(GetBucketPolicy.class, store.policies()::get);
    serve(DeleteBucketPolicy.class, store.policies()::delete);
    serve(GetBucketPolicyStatus.class, store.policies()::status);
    serve(PutBucketCors.class, store.cors()::put);
    serve(GetBucketCors.class, store.cors()::get);
    serve(DeleteBucketCors.class, store.cors()::delete);
    serve(PutBucketLogging.class, store.bucketLogging()::put);
    serve(GetBucketLogging.class, store.bucketLogging()::get);
    serve(PutPublicAccessBlock.class, store.publicAccess()::put);
    serve(GetPublicAccessBlock.class, store.publicAccess()::get);
    serve(DeletePublicAccessBlock.class, store.publicAccess()::delete);
    serve(PutBucketOwnershipControls.class, store.ownership()::put);
    serve(GetBucketOwnershipControls.class, store.ownership()::get);
    serve(DeleteBucketOwnershipControls.class, store.ownership()::delete);
    serve(GetBucketAcl.class, store.bucketAcls()::get);
    serve(PutBucketAcl.class, store.bucketAcls()::put);
    serve(GetObjectAcl.class, store.objectAcls()::get);
    serve(PutObjectAcl.class, store.objectAcls()::put);
  }

  private void unconfigured(Store store) {
    serve(GetBucketWebsite.class, store.unconfigured()::website);
    serve(DeleteBucketWebsite.class, store.unconfigured()::deleteWebsite);
    serve(GetBucketReplication.class, store.unconfigured()::replication);
    serve(DeleteBucketReplication.class, store.unconfigured()::deleteReplication);
    serve(GetBucketMetadataConfiguration.class, store.unconfigured()::metadata);
    serve(DeleteBucketMetadataConfiguration.class, store.unconfigured()::deleteMetadata);
    serve(GetBucketMetadataTableConfiguration.class, store.unconfigured()::metadataTable);
    serve(DeleteBucketMetadataTableConfiguration.class, store.unconfigured()::deleteMetadataTable);
  }

  private void unconfiguredById(Store store) {
    serve(GetBucketAnalyticsConfiguration.class, store.unconfiguredById()::analytics);
    serve(DeleteBucketAnalyticsConfiguration.class, store.unconfiguredById()::deleteAnalytics);
    serve(ListBucketAnalyticsConfigurations.class, store.unconfiguredById()::listAnalytics);
    serve(GetBucketMetricsConfiguration.class, store.unconfiguredById()::metrics);
    serve(DeleteBucketMetricsConfiguration.class, store.unconfiguredById()::deleteMetrics);
    serve(ListBucketMetricsConfigurations.class, store.unconfiguredById()::listMetrics);
    serve(GetBucketIntelligentTieringConfiguration.class, store.unconfiguredById()::tiering);
    serve(
        DeleteBucketIntelligentTieringConfiguration.class, store.unconfiguredById()::deleteTiering);
    serve(ListBucketIntelligentTieringConfigurations.class, store.unconfiguredById()::listTiering);
  }

  private void fixed(Store store) {
    serve(GetBucketRequestPayment.class, store.fixedSettings()::requestPayment);
    serve(PutBucketRequestPayment.class, store.fixedSettings()::putRequestPayment);
    serve(GetBucketAbac.class, store.fixedSettings()::abac);
    serve(PutBucketAbac.class, store.fixedSettings()::putAbac);
    serve(GetBucketAccelerateConfiguration.class, store.fixedSettings()::accelerate);
  }

  private void objects(Store store) {
    serve(PutObject.class, store.objects()::putObject);
    serve(GetObject.class, store.objects()::getObject);
    serve(HeadObject.class, store.objects()::headObject);
    serve(GetObjectAttributes.class, store.attributes()::attributes);
    serve(PutObjectTagging.class, store.objectTags()::put);
    serve(GetObjectTagging.class, store.objectTags()::get);
    serve(DeleteObjectTagging.class, store.objectTags()::delete);
    serve(RenameObject.class, store.renames()::rename);
    serve(PutObjectRetention.class, store.objectLocks()::putRetention);
    serve(GetObjectRetention.class, store.objectLocks()::retention);
    serve(PutObjectLegalHold.class, store.objectLocks()::putHold);
    serve(GetObjectLegalHold.class, store.objectLocks()::hold);
    serve(DeleteObject.class, store.deletes()::deleteObject);
    serve(CopyObject.class, store.copies()::copyObject);
    serve(UpdateObjectEncryption.class, store.encryptionUpdates()::update);
  }

  private void uploads(Store store) {
    serve(CreateMultipartUpload.class, store.uploads()::create);
    serve(UploadPart.class, store.uploads()::uploadPart);
    serve(UploadPartCopy.class, store.copies()::copyPart);
    serve(CompleteMultipartUpload.class, store.completions()::complete);
    serve(AbortMultipartUpload.class, store.uploads()::abort);
    serve(ListParts.class, store.uploadListings()::list);
  }

  /** The operation of that name in Amazon's model, if it is served. */
  public Optional<Served<?, ?>> find(String operation) {
    return Optional.ofNullable(served.get(operation));
  }

  /** All that are served. */
  public Collection<Served<?, ?>> all() {
    return served.values();
  }

  private <O extends Operation<R>, R extends Record> void serve(
      Class<O> operation, Served.Method<O, R> method) {
    serve(new Served<>(operation, method));
  }

  private void serve(Served<?, ?> operation) {
    if (served.put(operation.operation().getSimpleName(), operation) != null) {
      throw new IllegalStateException("served twice: " + operation.operation());
    }
  }
}
