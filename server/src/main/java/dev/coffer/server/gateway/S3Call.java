package dev.coffer.server.gateway;

import dev.coffer.iam.auth.Authenticated;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.auth.SignedBy;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.session.DirectorySession;
import dev.coffer.server.table.Served;
import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.codec.Arguments;
import dev.coffer.wire.codec.Facts;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.DirectoryBucketName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request whose operation and caller are known, and nothing more of it decoded than its headers
 * and parameters.
 *
 * @param http what the operation's record says of itself
 * @param directory what it says of directory buckets; empty when the request is not about them
 * @param credentials condition keys of the credentials
 */
record S3Call(
    Facts facts,
    Http http,
    Optional<Directory> directory,
    Address address,
    Caller caller,
    ConditionKeys credentials,
    SignedBy signedBy,
    Request request,
    Arguments arguments) {
  static S3Call of(Facts facts, Served<?, ?> served, Address address, Authenticated verified) {
    Request request = verified.request();
    return new S3Call(
        facts,
        served.http(),
        ofDirectories(facts, address) ? served.directory() : Optional.empty(),
        address,
        verified.caller(),
        verified.keys(),
        verified.signedBy(),
        request,
        Arguments.of(request));
  }

  /** Whether an operation at that address is about directory buckets. */
  static boolean ofDirectories(Facts facts, Address address) {
    String bucket = address.bucket();
    return bucket == null
        ? facts.operation().equals("ListDirectoryBuckets")
        : DirectoryBucketName.is(bucket);
  }

  String operation() {
    return facts.operation();
  }

  /** The header, when the operation has such a one; its name in lower case. */
  @Nullable String header(String name) {
    return facts.input(Facts.Kind.HEADER, name).isPresent() ? arguments.header(name) : null;
  }

  /** The parameter, when the operation has such a one. */
  @Nullable String parameter(String name) {
    return facts.input(Facts.Kind.QUERY, name).isPresent() ? arguments.parameter(name) : null;
  }

  /** What the session of a directory bucket is good for that signed it; null without one. */
  DirectorySession.@Nullable Scope scope() {
    return signedBy.findScope().orElse(null);
  }

  boolean anonymous() {
    return caller instanceof Caller.Anonymous;
  }
}
