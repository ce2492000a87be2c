package dev.coffer.server.gateway;

import dev.coffer.iam.auth.Authenticated;
import dev.coffer.iam.auth.Authenticator;
import dev.coffer.server.table.S3Table;
import dev.coffer.server.table.Served;
import dev.coffer.store.sse.Conditions;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.codec.Route;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.Domains;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.sigv4.SignatureV2;
import java.util.Optional;

/**
 * What those are told who sign with Signature Version 2, which is served nowhere.
 *
 * <p>Amazon names the reason where the signature's version matters by itself: objects under keys of
 * the key service, and UpdateObjectEncryption. How an object lies stored is told to those alone
 * whose signature is right and who may do what they ask; all others hear what they hear of any
 * object, and of none. Source: spec/encryption.md R106, R121.
 */
final class OldSignature {
  private final Authenticator authenticator;
  private final Domains domains;
  private final S3Authorization authorization;
  private final S3Table table;
  private final Transport transport;

  OldSignature(
      Authenticator authenticator, Domains domains, S3Authorization authorization, S3Table table) {
    this.authenticator = authenticator;
    this.domains = domains;
    this.authorization = authorization;
    this.table = table;
    this.transport = new Transport(authorization.protections());
  }

  /** The refusal of a request whose signature was refused, with its reason where there is one. */
  S3Exception explained(S3Exception usual, Route route, Address address, Request request) {
    if (!SignatureV2.claimedBy(request)) {
      return usual;
    }
    if (route.operation().equals("UpdateObjectEncryption")) {
      return Conditions.unsignedUpdate();
    }
    try {
      return mayKnow(route, address, request) ? Conditions.unsigned() : usual;
    } catch (S3Exception _) {
      return usual; // not theirs, or not there
    }
  }

  private boolean mayKnow(Route route, Address address, Request request) {
    Optional<Served<?, ?>> served = table.find(route.operation());
    Optional<Authenticated> signer =
        SignatureV2.find(request, domains).flatMap(claim -> authenticator.signer(claim, request));
    if (served.isEmpty() || signer.isEmpty()) {
      return false;
    }
    S3Call call = S3Call.of(route.facts(), served.get(), address, signer.get());
    return transport.involvesKms(call) && permitted(call, served.get());
  }

  /** Fails with what refuses them otherwise. */
  private <O extends Operation<R>, R extends Record> boolean permitted(
      S3Call call, Served<O, R> served) {
    var decoded = new Decoded<>(served.operation(), call.request(), call.address());
    authorization.require(call, new BodyKeys(decoded));
    return true;
  }
}
