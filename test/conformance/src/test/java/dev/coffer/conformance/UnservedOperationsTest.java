package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.codec.Facts;
import dev.coffer.wire.codec.Model;
import dev.coffer.wire.http.Headers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of Amazon's model is served or refused by name; none is taken for another. */
@ExtendWith(SharedServer.class)
class UnservedOperationsTest {
  private final Buckets buckets;
  private final RawClient raw;

  UnservedOperationsTest(Buckets buckets, RawClient raw) {
    this.buckets = buckets;
    this.raw = raw;
  }

  static Stream<String> unserved() {
    return Model.s3().operations().stream()
        .filter(facts -> facts.routed() && !served(facts.operation()))
        .map(Facts::operation);
  }

  /** An operation that is described is served; a test of the server's table sees to that. */
  private static boolean served(String operation) {
    String record = "/dev/coffer/wire/s3/" + operation + ".class";
    return Model.class.getResource(record) != null;
  }

  @Test
  void modelIsWhole() {
    assertThat(Model.s3().operations()).hasSizeGreaterThanOrEqualTo(116);
    assertThat(unserved().count()).isGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("unserved")
  void unservedOperationIsRefusedByName(String operation) {
    Facts facts = Model.s3().find(operation).orElseThrow();
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "stays");
    var headers = Headers.builder();
    facts.selectingHeaders().forEach(name -> headers.set(name, bucket + "/k"));
    Answer answer = raw.send(facts.method(), target(facts, bucket), new byte[0], headers.build());
    assertThat(answer.status()).as("%s: %s", operation, answer.body()).isEqualTo(501);
    if (!facts.method().equals("HEAD")) {
      answer.refuses("NotImplemented", 501);
      assertThat(answer.body()).contains(operation);
    }
    assertThat(buckets.text(bucket, "k")).isEqualTo("stays");
  }

  private static String target(Facts facts, String bucket) {
    String path =
        switch (facts.on()) {
          case "service" -> "/";
          case "bucket" -> "/" + bucket;
          case "object" -> "/" + bucket + "/k";
          default -> facts.on().substring("path:".length());
        };
    var query = new LinkedHashSet<>(facts.selectors());
    facts.requiredQueries().forEach(name -> query.add(name + "=1"));
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  static Stream<String> bucketSelectors() {
    return Model.s3().operations().stream()
        .filter(facts -> facts.on().equals("bucket"))
        .flatMap(facts -> facts.selectors().stream())
        .map(selector -> selector.replaceAll("=.*", ""))
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("bucketSelectors")
  void deleteWithAKnownSubresourceNeverDeletesTheBucket(String selector) {
    String bucket = buckets.fresh();
    for (String form : List.of(selector, selector + "=", selector + "=x", "a=b&" + selector)) {
      raw.send("DELETE", "/" + bucket + "?" + form, "");
      assertThat(raw.send("HEAD", "/" + bucket, "").status()).as(form).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @MethodSource("bucketSelectors")
  void putWithAKnownSubresourceNeverCreatesABucket(String selector) {
    String none = Buckets.freshName();
    raw.send("PUT", "/" + none + "?" + selector, "");
    assertThat(raw.send("HEAD", "/" + none, "").status()).isEqualTo(404);
  }

  @Test
  void deleteWithAnObjectsSubresourceNeverDeletesTheObject() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "stays");
    for (Facts facts : Model.s3().operations()) {
      if (facts.on().equals("object")) {
        for (String selector : facts.selectors()) {
          raw.send("DELETE", "/" + bucket + "/k?" + selector, "");
          assertThat(raw.send("HEAD", "/" + bucket + "/k", "").status())
              .as(selector)
              .isEqualTo(200);
        }
      }
    }
  }

  @Test
  void unknownVerbsAreNotAllowed() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "stays");
    for (String method : List.of("PATCH", "TRACE", "PROPFIND")) {
      raw.send(method, "/" + bucket + "/k", "").refuses("MethodNotAllowed", 405);
    }
    assertThat(buckets.text(bucket, "k")).isEqualTo("stays");
  }
}
