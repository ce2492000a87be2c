package dev.coffer.conformance;

import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Calls by name exactly as they are written: JSON to the key service, forms to IAM. */
record NamedCalls(RawClient raw, String accessKeyId, String secretAccessKey) {
  static NamedCalls of(StartedServer server) {
    return new NamedCalls(RawClient.of(server), server.accessKeyId(), server.secretAccessKey());
  }

  /** A call of an operation of the key service. */
  Answer kms(String operation, String json) {
    return kms(operation, json.getBytes(StandardCharsets.UTF_8));
  }

  Answer kms(String operation, byte[] json) {
    return target("TrentService." + operation, json);
  }

  /** A call with this {@code X-Amz-Target}. */
  Answer target(String target, byte[] json) {
    var headers = Headers.of("X-Amz-Target", target, "Content-Type", "application/x-amz-json-1.1");
    return signed("kms", headers, json);
  }

  /** A call of IAM; parameters as name and value in turn. */
  Answer iam(String action, String... parameters) {
    String rest =
        IntStream.range(0, parameters.length / 2)
            .mapToObj(i -> "&" + parameters[2 * i] + "=" + coded(parameters[2 * i + 1]))
            .collect(Collectors.joining());
    var headers = Headers.of("Content-Type", "application/x-www-form-urlencoded");
    String form = "Action=" + action + "&Version=2010-05-08" + rest;
    return signed("iam", headers, form.getBytes(StandardCharsets.UTF_8));
  }

  private Answer signed(String service, Headers headers, byte[] body) {
    var signer =
        new Signer(accessKeyId, SecretAccessKey.of(secretAccessKey), "us-east-1", service, null);
    Request request = raw.unsigned("POST", "/", body, headers);
    return raw.exchange(signer.signCall(request, body, RawClient.now()), body);
  }

  private static String coded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
