package dev.coffer.server.gateway;

import dev.coffer.iam.auth.Authenticated;
import dev.coffer.iam.auth.Authenticator;
import dev.coffer.iam.auth.Call;
import dev.coffer.iam.identity.Account;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Rights;
import dev.coffer.server.table.ControlTable;
import dev.coffer.server.table.Served;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.codec.Codec;
import dev.coffer.wire.codec.ErrorDocument;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.Domains;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The way of a request to S3 Control: the switches against public access of a whole account. Told
 * from a request to S3 by its path and by the header that names the account, which no operation of
 * S3 has; on a bucket's own host only where the bucket's name is the account's id.
 *
 * <p>Its refusals stand within an {@code ErrorResponse}, where Amazon's clients look for them.
 */
public final class ControlPath {
  private static final String PATH = "/v20180820/configuration/publicAccessBlock";
  private static final String ACCOUNT = "x-amz-account-id";

  private final Domains domains;
  private final Authenticator authenticator;
  private final ControlTable table;
  private final InstantSource clock;
  private final String region;

  /** Wires the path. */
  public ControlPath(
      Domains domains,
      Authenticator authenticator,
      ControlTable table,
      InstantSource clock,
      String region) {
    this.domains = domains;
    this.authenticator = authenticator;
    this.table = table;
    this.clock = clock;
    this.region = region;
  }

  /** Whether a request is meant for this path. */
  boolean asked(Request request) {
    Optional<String> account = request.headers().first(ACCOUNT);
    Optional<String> host = request.headers().first("Host").flatMap(domains::bucket);
    return request.rawPath().equals(PATH)
        && account.isPresent()
        && (host.isEmpty() || host.equals(account));
  }

  /** Serves or refuses. */
  Response answer(Exchange exchange, Request request, String hostId) throws IOException {
    try {
      exchange.operation(request.method() + " " + PATH);
      Authenticated verified = authenticator.authenticate(request);
      exchange.caller(verified.caller());
      return answer(exchange.id(), verified);
    } catch (S3Exception refusal) {
      return ErrorDocument.of(refusal, exchange.id(), hostId).wrapped();
    }
  }

  /** The way from where the caller is known. */
  Response answer(String requestId, Authenticated verified) throws IOException {
    String method = verified.request().method();
    Served<?, ?> served = table.find(method).orElseThrow(S3Error.MethodNotAllowed::refusal);
    return serve(requestId, verified, served);
  }

  private <O extends Operation<R>, R extends Record> Response serve(
      String requestId, Authenticated verified, Served<O, R> served) throws IOException {
    Request request = verified.request();
    O operation = Codec.control().decode(served.operation(), request, Address.SERVICE);
    String account = request.headers().first(ACCOUNT).orElse("");
    if (!Account.isId(account)) {
      throw S3Error.InvalidRequest.because("The account id has to be twelve digits");
    }
    ConditionKeys keys = Circumstances.of(verified.keys(), request, clock.instant(), region);
    var call = new Call(verified.caller(), keys, requestId);
    var rights = new Rights(call.caller().subject(), account, List.of(), keys);
    rights
        .refusal(served.http().action()[0], "*")
        .ifPresent(text -> {
          throw S3Error.AccessDenied.because(text);
        });
    R output = served.method().apply(call, rights, operation);
    return Codec.control().encode(served.operation(), output);
  }
}
