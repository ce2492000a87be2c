package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import java.util.List;

/** A bucket that takes every encryption type, asked with headers exactly as they are written. */
record Sealed(RawClient raw, String bucket, String keyArn) {
  /** A new bucket that does not block SSE-C. */
  static Sealed fresh(RawClient raw, Buckets buckets, String keyArn) {
    return unblocked(raw, buckets.fresh(), keyArn);
  }

  static Sealed unblocked(RawClient raw, String bucket, String keyArn) {
    Sealed sealed = new Sealed(raw, bucket, keyArn);
    sealed.blocking("NONE");
    return sealed;
  }

  /** From now on nobody writes under a customer's key. */
  void block() {
    blocking("SSE-C");
  }

  private void blocking(String type) {
    configure(
        "<ServerSideEncryptionConfiguration><Rule><BlockedEncryptionTypes><EncryptionType>"
            + type
            + "</EncryptionType></BlockedEncryptionTypes></Rule>"
            + "</ServerSideEncryptionConfiguration>");
  }

  void byDefault(Type type) {
    configure(type.asDefault(keyArn));
  }

  private void configure(String document) {
    raw.send("PUT", "/" + bucket + "?encryption", document).is(200);
  }

  Answer send(String method, String keyAndQuery, String body, Headers... several) {
    var headers = Headers.builder();
    for (Headers some : several) {
      some.fields().forEach(field -> headers.add(field.name(), field.value()));
    }
    String target = "/" + bucket + "/" + keyAndQuery;
    return raw.send(method, target, body.getBytes(US_ASCII), headers.build());
  }

  Answer put(String key, Type type, String body) {
    return shows(type, send("PUT", key, body, type.written(keyArn)).is(200));
  }

  Answer get(String keyAndQuery, Type type, String... more) {
    return shows(type, send("GET", keyAndQuery, "", type.read(), Headers.of(more)));
  }

  Answer head(String keyAndQuery, Type type) {
    return shows(type, send("HEAD", keyAndQuery, "", type.read()).is(200));
  }

  /** Begins an upload; its id. */
  String begin(String key, Type type) {
    Answer begun = shows(type, send("POST", key + "?uploads", "", type.written(keyArn)).is(200));
    return begun.element("UploadId").orElseThrow();
  }

  Answer part(String key, String id, int number, String body, Headers... headers) {
    return send("PUT", key + "?partNumber=" + number + "&uploadId=" + id, body, headers);
  }

  /** Completes with these parts' entity tags, from the first. */
  Answer complete(String key, String id, List<String> eTags) {
    var document = new StringBuilder("<CompleteMultipartUpload>");
    for (int i = 0; i < eTags.size(); i++) {
      document
          .append("<Part><PartNumber>" + (i + 1) + "</PartNumber><ETag>")
          .append(eTags.get(i).replace("\"", "&quot;"))
          .append("</ETag></Part>");
    }
    return send("POST", key + "?uploadId=" + id, document + "</CompleteMultipartUpload>");
  }

  Headers from(String sourceKey, Type source) {
    return source.source().toBuilder()
        .set("x-amz-copy-source", "/" + bucket + "/" + sourceKey)
        .build();
  }

  /** Fails unless the answer shows the type as §2.3 says. */
  Answer shows(Type type, Answer answer) {
    type.shown(keyArn)
        .forEach((name, value) ->
            assertThat(answer.headers().first(name).orElse(null))
                .as(type + " " + name)
                .isEqualTo(value));
    assertThat(answer.headers().has("x-amz-server-side-encryption-context")).isFalse();
    return answer;
  }
}
