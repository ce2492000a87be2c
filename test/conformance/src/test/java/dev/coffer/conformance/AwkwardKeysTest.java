package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Percent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Keys with every awkward form come back unchanged, path-style and virtual-hosted. */
@ExtendWith(SharedServer.class)
class AwkwardKeysTest {
  private final S3Client s3;
  private final Buckets buckets;
  private final RawClient raw;

  AwkwardKeysTest(S3Client s3, Buckets buckets, RawClient raw) {
    this.s3 = s3;
    this.buckets = buckets;
    this.raw = raw;
  }

  static Stream<String> keys() {
    return Stream.of(
        "/",
        "//",
        "//a",
        "a//b",
        "a/",
        "a//",
        ".",
        "..",
        "./a",
        "../a",
        "a/..",
        "a/../b",
        "a/./b",
        "a/../../..",
        "+",
        "a+b",
        "a b",
        " a ",
        "%",
        "%2F",
        "a%2Fb",
        "%00",
        "a%20b",
        "a?b",
        "a?versioning",
        "a#b",
        "a&b=c",
        "a;b,c:d@e",
        "a*b'c(d)e!f~g",
        "<a>\"b\"&amp;",
        "a\\b",
        "a|b^c`d{e}[f]",
        "\u00fc\u00e4\u00f6",
        "u\u0308",
        "\u65e5\u672c\u8a9e/\u30ad\u30fc",
        "\ud83d\ude00",
        "\ufeffbom",
        "\u2028",
        "tab\there",
        "line\nfeed",
        "return\rhere",
        "nul\u0000here",
        "\u0001",
        "\u007f",
        "encryption",
        "index.html",
        "k".repeat(1024),
        "\u00fc".repeat(512),
        "a/".repeat(512));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void keyComesBackUnchanged(String key) {
    String bucket = buckets.fresh();
    String coded = Percent.encodePath(key);
    raw.send("PUT", "/" + bucket + "/" + coded, key).is(200);
    for (String form : List.of(coded, Percent.encode(key))) {
      assertThat(raw.get("/" + bucket + "/" + form).is(200).body()).isEqualTo(key);
    }
    String host = bucket + ".localhost:" + raw.http().getPort();
    assertThat(raw.get("/" + coded, "Host", host).is(200).body()).isEqualTo(key);
    assertThat(listed(bucket)).containsExactly(key);
    assertThat(raw.send("DELETE", "/" + coded, "", "Host", host).status()).isEqualTo(204);
    assertThat(listed(bucket)).isEmpty();
    raw.send("PUT", "/" + coded, key, "Host", host).is(200);
    assertThat(raw.get("/" + bucket + "/" + coded).is(200).body()).isEqualTo(key);
  }

  /** Control characters survive XML in this coding only. */
  private List<String> listed(String bucket) {
    return s3
        .listObjectsV2(l -> l.bucket(bucket).encodingType(EncodingType.URL))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void sdkPutsAndGetsWhatTheRawClientSees(String key) {
    String bucket = buckets.fresh();
    buckets.put(bucket, key, key);
    assertThat(buckets.text(bucket, key)).isEqualTo(key);
    assertThat(raw.get("/" + bucket + "/" + Percent.encode(key)).is(200).body()).isEqualTo(key);
  }

  @Test
  void similarKeysAreDifferent() {
    String bucket = buckets.fresh();
    List<String> similar =
        List.of("a", "a/", "a//", "/a", "A", "a ", "a+", "a%20", "\u00fc", "u\u0308");
    similar.forEach(key -> buckets.put(bucket, key, "of " + key));
    similar.forEach(key -> assertThat(buckets.text(bucket, key)).isEqualTo("of " + key));
    assertThat(listed(bucket)).hasSize(similar.size());
  }

  @Test
  void keysBeyond1024BytesAreTooLong() {
    String bucket = buckets.fresh();
    for (String key : List.of("k".repeat(1025), "\u00fc".repeat(512) + "k")) {
      var answer =
          raw.send("PUT", "/" + bucket + "/" + Percent.encodePath(key), "x")
              .refuses("KeyTooLongError", 400);
      assertThat(answer.element("MaxSizeAllowed")).contains("1024");
      assertThat(answer.element("Size")).contains("1025");
    }
    assertThat(listed(bucket)).isEmpty();
  }

  @Test
  void brokenCodingIsAnInvalidUri() {
    String bucket = buckets.fresh();
    for (String path : List.of("%", "%2", "%zz", "%ff", "a%C3", "%c0%80")) {
      raw.anonymous("GET", "/" + bucket + "/" + path, "").refuses("InvalidURI", 400);
    }
  }

  /** A request line may carry UTF-8 that is not coded. */
  @Test
  void uncodedUtf8IsTheSameKey() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "\u00fc/\ud83d\ude00", "x");
    var request =
        raw.signed("GET", "/" + bucket + "/\u00fc/\ud83d\ude00", new byte[0], Headers.EMPTY);
    assertThat(new String(RawClient.head(request), UTF_8)).contains("/\u00fc/");
    assertThat(raw.exchange(request, new byte[0]).is(200).body()).isEqualTo("x");
  }

  @Test
  void bucketsOfVirtualHostsAreServed() {
    String bucket = buckets.fresh();
    String host = bucket + ".localhost";
    assertThat(raw.get("/?encryption", "Host", host).is(200).body()).contains("AES256");
    assertThat(raw.send("HEAD", "/", "", "Host", host).status()).isEqualTo(200);
    assertThat(
            raw.send("DELETE", "/", "", "Host", host.toUpperCase(java.util.Locale.ROOT)).status())
        .isEqualTo(204);
    Refused.head(404, () -> s3.headBucket(head -> head.bucket(bucket)));
  }
}
