package dev.coffer.server.gateway;

import dev.coffer.iam.auth.Authenticated;
import dev.coffer.iam.auth.Authenticator;
import dev.coffer.iam.auth.Caller;
import dev.coffer.server.table.S3Table;
import dev.coffer.server.table.Served;
import dev.coffer.store.logging.AccessLog;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.codec.Codec;
import dev.coffer.wire.codec.Facts;
import dev.coffer.wire.codec.Refusals;
import dev.coffer.wire.codec.Route;
import dev.coffer.wire.codec.Router;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.DirectoryBucketName;
import dev.coffer.wire.s3.Domains;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;

/**
 * The way of an S3 request: route, authenticate, authorize, decode, do, encode. Nothing reads the
 * body before the caller is known.
 *
 * <p>A bucket that does not exist is said before anything about rights (spec/encryption.md R21,
 * R22); an operation that is not served is named only to callers who proved who they are.
 */
public final class S3Path {
  private final Router router;
  private final Domains domains;
  private final Authenticator authenticator;
  private final FormPath forms;
  private final S3Table table;
  private final S3Authorization authorization;
  private final OldSignature oldSignature;
  private final CrossOrigin crossOrigin;
  private final RequestLog log;

  /** Wires a path of a store whose buckets have no logs. */
  public S3Path(
      Router router,
      Domains domains,
      Authenticator authenticator,
      S3Table table,
      S3Authorization authorization) {
    this(router, domains, authenticator, table, authorization, AccessLog.NONE);
  }

  /** Wires the path. */
  public S3Path(
      Router router,
      Domains domains,
      Authenticator authenticator,
      S3Table table,
      S3Authorization authorization,
      AccessLog log) {
    this.log = new RequestLog(log, authorization.clock());
    this.router = router;
    this.domains = domains;
    this.authenticator = authenticator;
    this.forms = new FormPath(authenticator);
    this.table = table;
    this.authorization = authorization;
    this.crossOrigin = new CrossOrigin(authorization.protections());
    this.oldSignature = new OldSignature(authenticator, domains, authorization, table);
  }

  /** Serves, or throws what {@link Answers} makes an answer of. */
  Response answer(Exchange exchange, Request sent) throws IOException {
    if (sent.method().equals("OPTIONS")) {
      exchange.operation("PreflightRequest");
      Address asked = Address.of(sent, domains);
      log.begin(exchange, sent, asked);
      CrossOrigin.requireOrigin(sent);
      return crossOrigin.preflight(sent, asked);
    }
    Addressed addressed = Addressed.of(sent, domains);
    Address address = addressed.address();
    Request request = log.begin(exchange, sent, address);
    exchange.carry(crossOrigin.of(request, address));
    Route route =
        addressed.directory()
            ? router.routeDirectory(request, address)
            : router.route(request, address);
    exchange.operation(route.operation());
    if (route.form()) {
      return answerForm(exchange, request, route, bucket(address));
    }
    Authenticated verified = authenticated(route, addressed, request);
    exchange.caller(verified.caller());
    table
        .find(route.operation())
        .flatMap(Served::directory)
        .ifPresent(operation -> addressed.requireServedHere(operation, request.method()));
    return answer(new Step(exchange, route, address, verified));
  }

  private Authenticated authenticated(Route route, Addressed addressed, Request request) {
    try {
      return authenticator.authenticate(request, addressed.service());
    } catch (S3Exception refusal) {
      throw oldSignature.explained(refusal, route, addressed.address(), request);
    }
  }

  /**
   * A form is put as an object, and answered as a browser wants it; directory buckets take none.
   */
  private Response answerForm(Exchange exchange, Request request, Route route, String bucket)
      throws IOException {
    if (DirectoryBucketName.is(bucket)) {
      throw S3Error.MethodNotAllowed.with("Method", "POST").with("ResourceType", "BUCKET");
    }
    FormPath.Signed signed = forms.read(exchange, request, route, bucket);
    Response stored = answer(signed.step());
    boolean hosted = request.headers().first("Host").flatMap(domains::bucket).isPresent();
    return FormAnswer.of(signed, request, hosted).of(stored);
  }

  private static String bucket(Address address) {
    String bucket = address.bucket();
    if (bucket == null) {
      throw new IllegalStateException("a form is sent to a bucket");
    }
    return bucket;
  }

  /** The way from where the caller is known. */
  Response answer(Step step) throws IOException {
    Served<?, ?> served = table.find(step.route().operation()).orElse(null);
    boolean ofDirectories = S3Call.ofDirectories(step.route().facts(), step.address());
    if (served == null
        || !(ofDirectories ? served.directory().isPresent() : served.generalPurpose())) {
      throw notServed(step, ofDirectories);
    }
    return serve(step, served);
  }

  /** What is known of a request once its caller is. */
  record Step(Exchange exchange, Route route, Address address, Authenticated verified) {
    /** What it is called to those who are told of it; a form is not what it does. */
    String called() {
      return exchange.operation().equals(Route.FORM) ? Route.FORM : route.operation();
    }
  }

  private <O extends Operation<R>, R extends Record> Response serve(Step step, Served<O, R> served)
      throws IOException {
    Request request = step.verified().request();
    Facts facts = step.route().facts();
    var decoded = new Decoded<>(served.operation(), request, step.address());
    var call = S3Call.of(facts, served, step.address(), step.verified());
    Granted granted = authorization.require(call, new BodyKeys(decoded));
    requireLength(facts, request);
    if (call.directory().isPresent()) {
      Refusals.checkDirectory(served.operation(), request);
    }
    Refusals.check(facts, served.operation(), request);
    try {
      R output =
          served
              .method()
              .apply(
                  granted.call(step.exchange().id(), step.called()),
                  granted.rights(),
                  decoded.get());
      step.exchange().done(decoded.get(), output);
      return Codec.s3().encode(served.operation(), output);
    } catch (S3Exception refusal) {
      throw granted.veiled(refusal);
    }
  }

  /** A stream whose length nobody declared is refused before its first byte. */
  private static void requireLength(Facts facts, Request request) {
    boolean streams = facts.input().stream().anyMatch(m -> m.kind() == Facts.Kind.STREAM);
    boolean declared =
        request.headers().has("Content-Length")
            || request.headers().has("x-amz-decoded-content-length");
    if (streams && !declared) {
      throw S3Error.MissingContentLength.refusal();
    }
  }

  private static S3Exception notServed(Step step, boolean ofDirectories) {
    String operation = step.route().operation();
    return switch (step.verified().caller()) {
      case Caller.Anonymous _, Caller.Service _ -> S3Error.AccessDenied.refusal();
      case Caller.Principal _ ->
          S3Error.NotImplemented.because(
                  "The operation "
                      + operation
                      + " is not implemented"
                      + (ofDirectories ? " for directory buckets" : ""))
              .with("Operation", operation);
    };
  }
}
