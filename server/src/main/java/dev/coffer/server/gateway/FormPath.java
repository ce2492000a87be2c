package dev.coffer.server.gateway;

import dev.coffer.iam.auth.Authenticated;
import dev.coffer.iam.auth.Authenticator;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.wire.codec.Facts;
import dev.coffer.wire.codec.Route;
import dev.coffer.wire.form.Boundary;
import dev.coffer.wire.form.Form;
import dev.coffer.wire.form.FormReader;
import dev.coffer.wire.form.PostPolicy;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.sigv4.FormClaim;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is particular about a browser's form: it carries its signature in its body. Its fields, 20
 * KB at most, are read before anybody knows who sends it; its file is not.
 *
 * <p>Order: the fields, who signed the policy, the policy. What is left is a PutObject by that
 * caller, whose headers are the fields. A policy that nobody signed is held against its form all
 * the same. Source: spec/encryption.md R64; Amazon S3, "POST Object".
 */
final class FormPath {
  private static final String KEY = "key";
  private static final String BUCKET = "bucket";

  private final Authenticator authenticator;

  FormPath(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  /** A form whose signer is known and which keeps to its policy. */
  record Signed(Form form, String bucket, String key, S3Path.Step step) {}

  /**
   * Reads the form up to its file.
   *
   * @throws S3Exception when it is no form, lacks a field, is signed wrongly, or breaks its policy
   */
  Signed read(Exchange exchange, Request request, Route route, String bucket) throws IOException {
    FormTransport.requireNothingSaid(request, route.facts());
    Authenticated sent = authenticator.authenticate(request);
    Boundary boundary = Boundary.of(request.headers().first("Content-Type").orElse(""));
    Form form = FormReader.read(sent.request().body().stream(), boundary);
    String key = key(form);
    exchange.keyed(key);
    Authenticated signer = signer(exchange, form, sent);
    exchange.caller(signer.caller());
    Form kept = kept(form, bucket, exchange.start());
    Request put = put(request, route.facts(), kept);
    var verified = new Authenticated(signer.caller(), put, signer.keys());
    var step = new S3Path.Step(exchange, route.ofForm(), Address.ofKey(bucket, key), verified);
    return new Signed(kept, bucket, key, step);
  }

  private static String key(Form form) {
    String key = form.find(KEY);
    if (key == null || key.isEmpty()) {
      throw FormClaim.missing(KEY);
    }
    return key;
  }

  private Authenticated signer(Exchange exchange, Form form, Authenticated sent) {
    Optional<FormClaim> claim = FormClaim.find(form);
    if (claim.isEmpty()) {
      return sent;
    }
    Authenticated signer = authenticator.authenticate(claim.get(), sent.request());
    Duration age = Duration.between(claim.get().time(), exchange.start());
    return new Authenticated(signer.caller(), signer.request(), keys(signer.keys(), age));
  }

  /** The file is not covered by the signature. */
  private static ConditionKeys keys(ConditionKeys credentials, Duration age) {
    return credentials
        .with(S3Keys.SIGNATURE_VERSION, "AWS4-HMAC-SHA256")
        .with(S3Keys.AUTH_TYPE, "POST")
        .with(S3Keys.SIGNATURE_AGE, Long.toString(Math.max(0, age.toMillis())))
        .with(S3Keys.CONTENT_HASH, "UNSIGNED-PAYLOAD");
  }

  private static Form kept(Form form, String bucket, Instant now) {
    String named = form.find(BUCKET);
    if (named != null && !named.equals(bucket)) {
      throw S3Error.InvalidArgument.because("The form names another bucket than its address")
          .with("ArgumentName", BUCKET)
          .with("ArgumentValue", named);
    }
    String policy = form.find("policy");
    return policy == null ? form : PostPolicy.parse(policy).require(form, bucket, now);
  }

  private static Request put(Request request, Facts facts, Form form) {
    Headers headers = FormTransport.kept(request.headers());
    return new Request(
        "PUT",
        request.rawPath(),
        null,
        FormHeaders.of(form, facts, headers),
        form.file(),
        request.peer());
  }
}
