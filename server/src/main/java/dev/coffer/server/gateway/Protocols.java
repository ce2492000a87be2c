package dev.coffer.server.gateway;

import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.codec.JsonCodec;
import dev.coffer.wire.codec.RpcCodec;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Query;
import dev.coffer.wire.http.Request;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which protocol a request speaks. Only GET and POST of {@code /} can be a call by name, which S3
 * has no use for but the listing of buckets:
 *
 * <ol>
 *   <li>{@code X-Amz-Target} names the key service or the administration;
 *   <li>else the scope of the signature names a service;
 *   <li>else, unsigned, a form or an {@code Action} is meant for IAM, or for STS by its version.
 * </ol>
 *
 * <p>Nothing here is proved: the service's own authentication requires its own scope.
 */
final class Protocols {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final Pattern SCOPE =
      Pattern.compile("[^/,=\\s]{1,128}/[^/,]{0,16}/[^/,]{0,64}/([a-z0-9-]{1,32})/aws4_request");

  private Protocols() {}

  /** The codec of the service that is called; empty when the request is one to S3. */
  static Optional<RpcCodec> of(Request request) {
    boolean post = request.method().equals("POST");
    if (!request.rawPath().equals("/") || !(post || request.method().equals("GET"))) {
      return Optional.empty();
    }
    try {
      return find(request, request.query(), post).map(RpcCodec::of);
    } catch (MalformedMessage e) {
      return Optional.empty(); // S3 refuses the query as it refuses all such
    }
  }

  /** The service in the scope of a claim; empty when there is no claim, or none that has one. */
  static Optional<String> signedFor(Request request) {
    try {
      return claim(request, request.query()).flatMap(Protocols::scope);
    } catch (MalformedMessage e) {
      return Optional.empty(); // refused where it is read
    }
  }

  private static Optional<String> claim(Request request, Query query) {
    return request.headers().first("Authorization").or(() -> query.first("X-Amz-Credential"));
  }

  private static Optional<String> scope(String claim) {
    Matcher scope = SCOPE.matcher(claim);
    return scope.find() ? Optional.of(scope.group(1)) : Optional.empty();
  }

  private static Optional<Rpc.Service> find(Request request, Query query, boolean post) {
    String target = request.headers().first(JsonCodec.TARGET).orElse("");
    for (JsonCodec codec : new JsonCodec[] {JsonCodec.kms(), JsonCodec.admin()}) {
      if (post && codec.owns(target)) {
        return Optional.of(codec.service());
      }
    }
    Optional<String> claim = claim(request, query);
    return claim.isPresent() ? scoped(claim.get()) : unsigned(request, query, post);
  }

  private static Optional<Rpc.Service> scoped(String claim) {
    String named = scope(claim).orElse("");
    for (Rpc.Service service : Rpc.Service.values()) {
      if (service.signingName().equals(named)) {
        return Optional.of(service);
      }
    }
    return Optional.empty();
  }

  private static Optional<Rpc.Service> unsigned(Request request, Query query, boolean post) {
    String type = request.headers().first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (!query.has("Action") && !(post && type.startsWith(FORM))) {
      return Optional.empty();
    }
    boolean sts = query.first("Version").filter("2011-06-15"::equals).isPresent();
    return Optional.of(sts ? Rpc.Service.STS : Rpc.Service.IAM);
  }
}
