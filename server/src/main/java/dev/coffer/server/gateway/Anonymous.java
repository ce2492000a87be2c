package dev.coffer.server.gateway;

import dev.coffer.wire.binding.Http;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;

/**
 * What nobody in particular may have done, whatever a policy gives to everybody. The texts are
 * Amazon's.
 */
final class Anonymous {
  private Anonymous() {}

  /**
   * Refuses what needs a name.
   *
   * @throws S3Exception AccessDenied
   */
  static void refuse(S3Call call) {
    if (!call.anonymous()) {
      return;
    }
    switch (call.operation()) {
      case "ListBuckets", "CreateBucket" -> throw S3Error.AccessDenied.refusal();
      case "CreateMultipartUpload" -> throw refusal("initiate multipart uploads");
      case "CopyObject", "UploadPartCopy" -> throw refusal("copy objects");
      default -> {
        if (changesBucket(call.http())) {
          throw refusal("invoke this API");
        }
      }
    }
  }

  private static boolean changesBucket(Http http) {
    boolean reads = http.method().equals("GET") || http.method().equals("HEAD");
    return http.on() == Http.On.BUCKET && !reads && !http.perItem();
  }

  private static S3Exception refusal(String what) {
    return S3Error.AccessDenied.because(
        "Anonymous users cannot " + what + ".  Please authenticate.");
  }
}
