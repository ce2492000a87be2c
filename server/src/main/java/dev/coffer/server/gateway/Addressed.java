package dev.coffer.server.gateway;

import dev.coffer.iam.auth.Authenticator;
import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.DirectoryBucketName;
import dev.coffer.wire.s3.DirectoryHost;
import dev.coffer.wire.s3.Domains;
import dev.coffer.wire.s3.S3Error;
import java.util.Optional;

/**
 * What a request is addressed to, and about which kind of buckets it is: directory buckets when one
 * is named, when it came to one of Amazon's hosts for them, or when it names no bucket and is
 * signed for them. Source: docs/decisions/0031.
 *
 * @param host the one of Amazon's hosts for directory buckets, if it came there
 */
record Addressed(Address address, boolean directory, Optional<DirectoryHost> host) {
  /**
   * Reads the address.
   *
   * @throws dev.coffer.wire.s3.S3Exception InvalidURI, KeyTooLongError; InvalidBucketName when the
   *     host is for directory buckets and the bucket is none of its zone
   */
  static Addressed of(Request request, Domains domains) {
    Address address = Address.of(request, domains);
    Optional<DirectoryHost> host = request.headers().first("Host").flatMap(DirectoryHost::find);
    String bucket = address.bucket();
    if (bucket == null) {
      boolean signedForThem =
          Protocols.signedFor(request).filter(Authenticator.S3_EXPRESS::equals).isPresent();
      return new Addressed(address, host.isPresent() || signedForThem, host);
    }
    host.ifPresent(at -> requireOf(at, bucket));
    return new Addressed(address, DirectoryBucketName.is(bucket), host);
  }

  private static void requireOf(DirectoryHost host, String bucket) {
    String zone = host.zone();
    boolean fits =
        DirectoryBucketName.find(bucket)
            .filter(name -> zone == null || zone.equals(name.zone()))
            .isPresent();
    if (!fits) {
      throw S3Error.InvalidBucketName.with("BucketName", bucket);
    }
  }

  /** The service that such a request is signed for. */
  String service() {
    return directory ? Authenticator.S3_EXPRESS : Authenticator.S3;
  }

  /**
   * Refuses an operation that belongs to the other of Amazon's two hosts.
   *
   * @throws dev.coffer.wire.s3.S3Exception MethodNotAllowed
   */
  void requireServedHere(Directory operation, String method) {
    if (host.isPresent() && host.get().endpoint() != operation.endpoint()) {
      throw S3Error.MethodNotAllowed.with("Method", method).with("ResourceType", "BUCKET");
    }
  }
}
