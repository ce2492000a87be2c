package dev.coffer.iam.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The actions of S3, what each is about, and the condition keys that only some of them have.
 *
 * <p>Source: Service Authorization Reference, Amazon S3 (2026); of {@code s3:ExistingObjectTag},
 * public notes of what PutBucketPolicy refuses.
 */
final class BucketActions {
  private static final Set<String> OF_OBJECTS =
      set(
          """
          AbortMultipartUpload BypassGovernanceRetention DeleteObject DeleteObjectTagging
          DeleteObjectVersion DeleteObjectVersionTagging GetObject GetObjectAcl
          GetObjectAttributes GetObjectLegalHold GetObjectRetention GetObjectTagging
          GetObjectTorrent GetObjectVersion GetObjectVersionAcl GetObjectVersionAttributes
          GetObjectVersionForReplication GetObjectVersionTagging GetObjectVersionTorrent
          InitiateReplication ListMultipartUploadParts ObjectOwnerOverrideToBucketOwner PutObject
          PutObjectAcl PutObjectLegalHold PutObjectRetention PutObjectTagging PutObjectVersionAcl
          PutObjectVersionTagging ReplicateDelete ReplicateObject ReplicateTags RestoreObject
          UpdateObjectEncryption
          """);
  private static final Set<String> OF_BUCKETS =
      set(
          """
          CreateBucket CreateBucketMetadataTableConfiguration DeleteBucket
          DeleteBucketMetadataTableConfiguration DeleteBucketPolicy DeleteBucketWebsite
          GetAccelerateConfiguration GetAnalyticsConfiguration GetBucketAbac GetBucketAcl
          GetBucketCORS GetBucketLocation GetBucketLogging GetBucketMetadataTableConfiguration
          GetBucketNotification GetBucketObjectLockConfiguration GetBucketOwnershipControls
          GetBucketPolicy GetBucketPolicyStatus GetBucketPublicAccessBlock
          GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite
          GetEncryptionConfiguration GetIntelligentTieringConfiguration GetInventoryConfiguration
          GetLifecycleConfiguration GetMetricsConfiguration GetReplicationConfiguration ListBucket
          ListBucketMultipartUploads ListBucketVersions ListTagsForResource PauseReplication
          PutAccelerateConfiguration PutAnalyticsConfiguration PutBucketAbac PutBucketAcl
          PutBucketCORS PutBucketLogging PutBucketNotification PutBucketObjectLockConfiguration
          PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock
          PutBucketRequestPayment PutBucketTagging PutBucketVersioning PutBucketWebsite
          PutEncryptionConfiguration PutIntelligentTieringConfiguration PutInventoryConfiguration
          PutLifecycleConfiguration PutMetricsConfiguration PutReplicationConfiguration TagResource
          UntagResource UpdateBucketMetadataInventoryTableConfiguration
          UpdateBucketMetadataJournalTableConfiguration
          """);

  /** Known, but about nothing that a bucket's policy can name. */
  private static final Set<String> OF_OTHERS =
      set(
          """
          AssociateAccessGrantsIdentityCenter CreateAccessGrant CreateAccessGrantsInstance
          CreateAccessGrantsLocation CreateAccessPoint CreateAccessPointForObjectLambda CreateJob
          CreateMultiRegionAccessPoint CreateStorageLensGroup DeleteAccessGrant
          DeleteAccessGrantsInstance DeleteAccessGrantsInstanceResourcePolicy
          DeleteAccessGrantsLocation DeleteAccessPoint DeleteAccessPointForObjectLambda
          DeleteAccessPointPolicy DeleteAccessPointPolicyForObjectLambda DeleteJobTagging
          DeleteMultiRegionAccessPoint DeleteStorageLensConfiguration
          DeleteStorageLensConfigurationTagging DeleteStorageLensGroup DescribeJob
          DescribeMultiRegionAccessPointOperation DissociateAccessGrantsIdentityCenter
          GetAccessGrant GetAccessGrantsInstance GetAccessGrantsInstanceForPrefix
          GetAccessGrantsInstanceResourcePolicy GetAccessGrantsLocation GetAccessPoint
          GetAccessPointConfigurationForObjectLambda GetAccessPointForObjectLambda
          GetAccessPointPolicy GetAccessPointPolicyForObjectLambda GetAccessPointPolicyStatus
          GetAccessPointPolicyStatusForObjectLambda GetAccountPublicAccessBlock GetDataAccess
          GetJobTagging GetMultiRegionAccessPoint GetMultiRegionAccessPointPolicy
          GetMultiRegionAccessPointPolicyStatus GetMultiRegionAccessPointRoutes
          GetStorageLensConfiguration GetStorageLensConfigurationTagging GetStorageLensDashboard
          GetStorageLensGroup ListAccessGrants ListAccessGrantsInstances
          ListAccessGrantsLocations ListAccessPoints ListAccessPointsForObjectLambda
          ListAllMyBuckets ListCallerAccessGrants ListJobs ListMultiRegionAccessPoints
          ListStorageLensConfigurations ListStorageLensGroups
          PutAccessGrantsInstanceResourcePolicy PutAccessPointConfigurationForObjectLambda
          PutAccessPointPolicy PutAccessPointPolicyForObjectLambda PutAccessPointPublicAccessBlock
          PutAccountPublicAccessBlock PutJobTagging PutMultiRegionAccessPointPolicy
          PutStorageLensConfiguration PutStorageLensConfigurationTagging
          SubmitMultiRegionAccessPointRoutes UpdateAccessGrantsLocation UpdateJobPriority
          UpdateJobStatus UpdateStorageLensGroup WriteGetObjectResponse
          """);

  private static final Set<String> ALL =
      Stream.of(OF_OBJECTS, OF_BUCKETS, OF_OTHERS)
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  /** Keys that every action has; the global ones aside. */
  private static final Set<String> KEYS =
      set(
          """
          AccessGrantScope AccessGrantsInstanceArn AccessGrantsLocationScope
          AccessPointNetworkOrigin AccessPointTag/ BucketTag/ DataAccessPointAccount
          DataAccessPointArn ExistingJobOperation ExistingJobPriority
          InventoryAccessibleOptionalFields JobSuspendedCause ObjectCreationOperation
          RequestJobOperation RequestJobPriority ResourceAccount TlsVersion authType
          destinationRegion if-match if-none-match isReplicationPauseRequest signatureAge
          signatureversion x-amz-content-sha256 x-amz-object-ownership
          """);

  private static final String WRITES = "PutObject ReplicateObject";
  private static final String ACLS =
      "CreateBucket PutBucketAcl PutObject PutObjectAcl PutObjectVersionAcl";
  private static final String LISTS = "ListBucket ListBucketVersions ListBucketMultipartUploads";
  private static final String LOCKS =
      "PutObject PutObjectRetention PutObjectLegalHold BypassGovernanceRetention"
          + " GetObjectRetention GetObjectLegalHold ReplicateObject DeleteObjectVersion";

  /** Keys that only some actions have, and which. */
  private static final Map<String, Set<String>> ONLY =
      Map.ofEntries(
          only("prefix", LISTS),
          only("delimiter", LISTS),
          only("max-keys", LISTS),
          only("x-amz-server-side-encryption", WRITES + " UpdateObjectEncryption"),
          only("x-amz-server-side-encryption-aws-kms-key-id", WRITES + " UpdateObjectEncryption"),
          only(
              "x-amz-server-side-encryption-customer-algorithm",
              WRITES
                  + " GetObject GetObjectVersion GetObjectAttributes GetObjectVersionAttributes"),
          only("x-amz-copy-source", "PutObject"),
          only("x-amz-metadata-directive", "PutObject"),
          only("x-amz-storage-class", WRITES),
          only("x-amz-website-redirect-location", "PutObject"),
          only("x-amz-acl", ACLS),
          only("x-amz-grant-full-control", ACLS),
          only("x-amz-grant-read", ACLS),
          only("x-amz-grant-read-acp", ACLS),
          only("x-amz-grant-write", ACLS),
          only("x-amz-grant-write-acp", ACLS),
          only("locationconstraint", "CreateBucket"),
          only(
              "versionid",
              "DeleteObjectVersion DeleteObjectVersionTagging GetObjectVersion GetObjectVersionAcl"
                  + " GetObjectVersionAttributes GetObjectVersionTagging GetObjectVersionTorrent"
                  + " PutObjectVersionAcl PutObjectVersionTagging RestoreObject"
                  + " PutObjectRetention PutObjectLegalHold GetObjectRetention"
                  + " GetObjectLegalHold UpdateObjectEncryption"),
          only("object-lock-mode", LOCKS),
          only("object-lock-legal-hold", LOCKS),
          only("object-lock-retain-until-date", LOCKS),
          only("object-lock-remaining-retention-days", LOCKS),
          only(
              "existingobjecttag/",
              "DeleteObjectTagging DeleteObjectVersionTagging GetObject GetObjectAcl"
                  + " GetObjectAttributes GetObjectTagging GetObjectVersion GetObjectVersionAcl"
                  + " GetObjectVersionAttributes GetObjectVersionTagging PutObjectAcl"
                  + " PutObjectTagging PutObjectVersionAcl PutObjectVersionTagging RestoreObject"
                  + " UpdateObjectEncryption"),
          only(
              "requestobjecttag/",
              WRITES + " PutObjectTagging PutObjectVersionTagging ReplicateTags"),
          only(
              "requestobjecttagkeys",
              WRITES + " PutObjectTagging PutObjectVersionTagging ReplicateTags"));

  private BucketActions() {}

  /** Whether a pattern names an action of S3. */
  static boolean anyMatches(String pattern) {
    return !matching(pattern).isEmpty();
  }

  /** Whether a pattern names an action that is about one of these kinds of resource. */
  static boolean anyApplies(String pattern, boolean buckets, boolean objects) {
    return matching(pattern).stream()
        .anyMatch(action ->
            (buckets && OF_BUCKETS.contains(action)) || (objects && OF_OBJECTS.contains(action)));
  }

  /** Whether the key, in lower case and without {@code s3:}, is one of S3's. */
  static boolean knowsKey(String key) {
    return KEYS.contains(key)
        || ONLY.containsKey(key)
        || KEYS.contains(family(key))
        || ONLY.containsKey(family(key));
  }

  /** Whether a pattern names an action whose requests can have the key. */
  static boolean anyHasKey(String pattern, String key) {
    Set<String> only = ONLY.getOrDefault(key, ONLY.get(family(key)));
    return only == null || matching(pattern).stream().anyMatch(only::contains);
  }

  private static List<String> matching(String pattern) {
    if (pattern.equals("*")) {
      return List.copyOf(ALL);
    }
    if (!pattern.regionMatches(true, 0, "s3:", 0, 3)) {
      return List.of();
    }
    String name = pattern.substring(3).toLowerCase(Locale.ROOT);
    if (name.indexOf('*') < 0 && name.indexOf('?') < 0) {
      return ALL.contains(name) ? List.of(name) : List.of();
    }
    Glob glob = Glob.of(name);
    return ALL.stream().filter(glob::matches).toList();
  }

  private static String family(String key) {
    int slash = key.indexOf('/');
    return slash < 0 || slash == key.length() - 1 ? "" : key.substring(0, slash + 1);
  }

  private static Map.Entry<String, Set<String>> only(String key, String actions) {
    return Map.entry(key, set(actions));
  }

  private static Set<String> set(String names) {
    return Arrays.stream(names.strip().split("\\s+"))
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }
}
