package dev.coffer.server.gateway;

import dev.coffer.iam.auth.Authenticated;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.codec.Arguments;
import dev.coffer.wire.codec.Facts;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.Address;
import org.jspecify.annotations.Nullable;

/**
 * A request whose operation and caller are known, and nothing more of it decoded than its headers
 * and parameters.
 *
 * @param http what the operation's record says of itself
 * @param credentials condition keys of the credentials
 */
record S3Call(
    Facts facts,
    Http http,
    Address address,
    Caller caller,
    ConditionKeys credentials,
    Request request,
    Arguments arguments) {
  static S3Call of(Facts facts, Http http, Address address, Authenticated verified) {
    Request request = verified.request();
    return new S3Call(
        facts, http, address, verified.caller(), verified.keys(), request, Arguments.of(request));
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

  boolean anonymous() {
    return caller instanceof Caller.Anonymous;
  }
}
