package dev.coffer.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.codec.Facts;
import dev.coffer.wire.codec.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogNamesTest {
  /** As published logs have them. */
  @ParameterizedTest
  @CsvSource({
    "GetObject,GET,true,REST.GET.OBJECT",
    "CopyObject,PUT,true,REST.COPY.OBJECT",
    "UploadPartCopy,PUT,true,REST.COPY.PART",
    "UploadPart,PUT,true,REST.PUT.PART",
    "CreateMultipartUpload,POST,true,REST.POST.UPLOADS",
    "CompleteMultipartUpload,POST,true,REST.POST.UPLOAD",
    "AbortMultipartUpload,DELETE,true,REST.DELETE.UPLOAD",
    "ListParts,GET,true,REST.GET.UPLOAD",
    "ListMultipartUploads,GET,false,REST.GET.UPLOADS",
    "ListObjectsV2,GET,false,REST.GET.BUCKET",
    "ListObjectVersions,GET,false,REST.GET.BUCKETVERSIONS",
    "HeadBucket,HEAD,false,REST.HEAD.BUCKET",
    "CreateBucket,PUT,false,REST.PUT.BUCKET",
    "GetBucketPolicy,GET,false,REST.GET.BUCKETPOLICY",
    "GetBucketPolicyStatus,GET,false,REST.GET.POLICY_STATUS",
    "GetBucketLogging,GET,false,REST.GET.LOGGING_STATUS",
    "GetBucketAccelerateConfiguration,GET,false,REST.GET.ACCELERATE",
    "GetBucketAcl,GET,false,REST.GET.ACL",
    "GetObjectAcl,GET,true,REST.GET.ACL",
    "GetBucketAnalyticsConfiguration,GET,false,REST.GET.ANALYTICS",
    "ListBucketInventoryConfigurations,GET,false,REST.GET.INVENTORY",
    "GetBucketIntelligentTieringConfiguration,GET,false,REST.GET.INTELLIGENT_TIERING",
    "GetBucketCors,GET,false,REST.GET.CORS",
    "PutBucketEncryption,PUT,false,REST.PUT.ENCRYPTION",
    "GetBucketLifecycleConfiguration,GET,false,REST.GET.LIFECYCLE",
    "DeleteBucketLifecycle,DELETE,false,REST.DELETE.LIFECYCLE",
    "GetBucketLocation,GET,false,REST.GET.LOCATION",
    "GetBucketMetricsConfiguration,GET,false,REST.GET.METRICS",
    "GetBucketNotificationConfiguration,GET,false,REST.GET.NOTIFICATION",
    "GetObjectLockConfiguration,GET,false,REST.GET.OBJECT_LOCK_CONFIGURATION",
    "GetObjectTagging,GET,true,REST.GET.OBJECT_TAGGING",
    "GetObjectAttributes,GET,true,REST.GET.OBJECT_ATTRIBUTES",
    "GetBucketOwnershipControls,GET,false,REST.GET.OWNERSHIP_CONTROLS",
    "GetPublicAccessBlock,GET,false,REST.GET.PUBLIC_ACCESS_BLOCK",
    "GetBucketReplication,GET,false,REST.GET.REPLICATION",
    "GetBucketRequestPayment,GET,false,REST.GET.REQUEST_PAYMENT",
    "GetBucketTagging,GET,false,REST.GET.TAGGING",
    "GetBucketVersioning,GET,false,REST.GET.VERSIONING",
    "GetBucketWebsite,GET,false,REST.GET.WEBSITE",
    "DeleteObjects,POST,false,REST.POST.MULTI_OBJECT_DELETE",
    "PostObject,POST,true,REST.POST.OBJECT",
    "PreflightRequest,OPTIONS,true,REST.OPTIONS.PREFLIGHT",
    "-,PATCH,false,REST.PATCH.BUCKET",
    "-,POST,true,REST.POST.OBJECT",
  })
  void operationsAreCalledAsAtAmazon(String name, String method, boolean object, String logged) {
    assertThat(LogNames.of(name, method, object)).isEqualTo(logged);
  }

  @Test
  void everyOperationHasAName() {
    for (Facts facts : Model.s3().operations()) {
      assertThat(LogNames.of(facts.operation(), facts.method(), false))
          .as(facts.operation())
          .matches("REST\\.[A-Z]+\\.[A-Z0-9_]+");
    }
  }
}
