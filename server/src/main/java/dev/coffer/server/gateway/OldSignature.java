package dev.coffer.server.gateway;

import dev.coffer.iam.auth.Authenticated;
import dev.coffer.iam.auth.Authenticator;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.identity.Account;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.server.table.S3Table;
import dev.coffer.server.table.Served;
import dev.coffer.store.sse.Conditions;
import dev.coffer.wire.codec.Route;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.S3Exception;
import java.util.Optional;

/**
 * What those are told who sign with Signature Version 2, which is served nowhere.
 *
 * <p>Amazon names the reason where the signature's version matters by itself: objects under keys of
 * the key service, and UpdateObjectEncryption. Such a signature is not verified, so what lies
 * stored is only looked at where the access key is one of the bucket's own account. Source:
 * spec/encryption.md R106, R121.
 */
final class OldSignature {
  private static final String SCHEME = "AWS ";
  private static final String KEY_PARAMETER = "AWSAccessKeyId";

  private final Authenticator authenticator;
  private final Protections protections;
  private final S3Table table;
  private final Transport transport;

  OldSignature(Authenticator authenticator, Protections protections, S3Table table) {
    this.authenticator = authenticator;
    this.protections = protections;
    this.table = table;
    this.transport = new Transport(protections);
  }

  /** The refusal of a request whose signature was refused, with its reason where there is one. */
  S3Exception explained(S3Exception usual, Route route, Address address, Request request) {
    if (route.operation().equals("UpdateObjectEncryption") && isOld(request)) {
      return Conditions.unsignedUpdate();
    }
    return accessKeyId(request).filter(id -> ofOwnAccount(id, address)).isPresent()
            && touchesKms(route, address, request)
        ? Conditions.unsigned()
        : usual;
  }

  /** Also one that is cut short, so that no access key can be read from it. */
  private static boolean isOld(Request request) {
    return request.headers().first("Authorization").orElse("").startsWith(SCHEME)
        || request.query().has(KEY_PARAMETER);
  }

  private static Optional<String> accessKeyId(Request request) {
    return request
        .headers()
        .first("Authorization")
        .filter(header -> header.startsWith(SCHEME) && header.contains(":"))
        .map(header -> header.substring(SCHEME.length(), header.lastIndexOf(':')).strip())
        .or(() -> request.query().first(KEY_PARAMETER));
  }

  private boolean ofOwnAccount(String accessKeyId, Address address) {
    String bucket = address.bucket();
    Optional<Account> account = authenticator.accountOf(accessKeyId);
    return bucket != null
        && account.isPresent()
        && account.get().equals(protections.of(bucket).owner());
  }

  private boolean touchesKms(Route route, Address address, Request request) {
    Optional<Served<?, ?>> served = table.find(route.operation());
    if (served.isEmpty()) {
      return false;
    }
    var nobody = new Authenticated(new Caller.Anonymous(), request, ConditionKeys.NONE);
    return transport.involvesKms(S3Call.of(route.facts(), served.get(), address, nobody));
  }
}
