package dev.coffer.server.table;

import dev.coffer.store.Store;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.s3.AbortMultipartUpload;
import dev.coffer.wire.s3.CompleteMultipartUpload;
import dev.coffer.wire.s3.CopyObject;
import dev.coffer.wire.s3.CreateBucket;
import dev.coffer.wire.s3.CreateMultipartUpload;
import dev.coffer.wire.s3.DeleteBucket;
import dev.coffer.wire.s3.DeleteBucketEncryption;
import dev.coffer.wire.s3.DeleteBucketOwnershipControls;
import dev.coffer.wire.s3.DeleteBucketPolicy;
import dev.coffer.wire.s3.DeleteObject;
import dev.coffer.wire.s3.DeleteObjects;
import dev.coffer.wire.s3.DeletePublicAccessBlock;
import dev.coffer.wire.s3.GetBucketAcl;
import dev.coffer.wire.s3.GetBucketEncryption;
import dev.coffer.wire.s3.GetBucketLocation;
import dev.coffer.wire.s3.GetBucketOwnershipControls;
import dev.coffer.wire.s3.GetBucketPolicy;
import dev.coffer.wire.s3.GetBucketPolicyStatus;
import dev.coffer.wire.s3.GetBucketVersioning;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.GetObjectAcl;
import dev.coffer.wire.s3.GetObjectAttributes;
import dev.coffer.wire.s3.GetPublicAccessBlock;
import dev.coffer.wire.s3.HeadBucket;
import dev.coffer.wire.s3.HeadObject;
import dev.coffer.wire.s3.ListBuckets;
import dev.coffer.wire.s3.ListDirectoryBuckets;
import dev.coffer.wire.s3.ListMultipartUploads;
import dev.coffer.wire.s3.ListObjectVersions;
import dev.coffer.wire.s3.ListObjects;
import dev.coffer.wire.s3.ListObjectsV2;
import dev.coffer.wire.s3.ListParts;
import dev.coffer.wire.s3.PutBucketAcl;
import dev.coffer.wire.s3.PutBucketEncryption;
import dev.coffer.wire.s3.PutBucketOwnershipControls;
import dev.coffer.wire.s3.PutBucketPolicy;
import dev.coffer.wire.s3.PutBucketVersioning;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.PutObjectAcl;
import dev.coffer.wire.s3.PutPublicAccessBlock;
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

  /** Everything that a store offers. */
  public S3Table(Store store) {
    buckets(store);
    access(store);
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

  private void objects(Store store) {
    serve(PutObject.class, store.objects()::putObject);
    serve(GetObject.class, store.objects()::getObject);
    serve(HeadObject.class, store.objects()::headObject);
    serve(GetObjectAttributes.class, store.attributes()::attributes);
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
