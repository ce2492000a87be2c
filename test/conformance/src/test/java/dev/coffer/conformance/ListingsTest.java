package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URLDecoder;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists in pages of every size, rolled up, and from the middle. */
@ExtendWith(SharedServer.class)
class ListingsTest {
  private static final List<String> KEYS =
      List.of(
          "a",
          "a/1",
          "a/2",
          "a//3",
          "b",
          "c/d/e",
          "c/d/f",
          "c/g",
          "z//",
          "z/../x",
          "\u00fc",
          "\ud83d\ude00");
  private static final List<String> SORTED =
      KEYS.stream()
          .sorted(Comparator.comparing(key -> key.getBytes(UTF_8), Arrays::compareUnsigned))
          .toList();
  private static final List<String> ROLLED =
      List.of("a", "a/", "b", "c/", "z/", "\u00fc", "\ud83d\ude00");

  private final S3Client s3;
  private final Buckets buckets;
  private final RawClient raw;

  ListingsTest(S3Client s3, Buckets buckets, RawClient raw) {
    this.s3 = s3;
    this.buckets = buckets;
    this.raw = raw;
  }

  private String filled() {
    String bucket = buckets.fresh();
    KEYS.forEach(key -> buckets.put(bucket, key, key));
    return bucket;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 1000})
  void everyKeyIsListedOnceInByteOrder(int pageSize) {
    String bucket = filled();
    assertThat(s3.listObjectsV2Paginator(list -> list.bucket(bucket).maxKeys(pageSize)).contents())
        .extracting(S3Object::key)
        .containsExactlyElementsOf(SORTED);
    assertThat(firstForm(bucket, null, pageSize)).isEqualTo(SORTED);
    assertThat(firstForm(bucket, "/", pageSize)).isEqualTo(ROLLED);
    assertThat(secondForm(bucket, pageSize)).isEqualTo(ROLLED);
  }

  /** The first form of the operation, which goes on after a marker. */
  private List<String> firstForm(String bucket, String delimiter, int pageSize) {
    var seen = new ArrayList<String>();
    String marker = null;
    ListObjectsResponse page;
    do {
      String from = marker;
      page =
          s3.listObjects(l -> l.bucket(bucket).delimiter(delimiter).maxKeys(pageSize).marker(from));
      assertThat(page.contents().size() + page.commonPrefixes().size())
          .isLessThanOrEqualTo(pageSize);
      seen.addAll(merged(page.contents(), page.commonPrefixes()));
      marker = page.nextMarker() != null ? page.nextMarker() : seen.getLast();
    } while (page.isTruncated());
    return seen;
  }

  private List<String> secondForm(String bucket, int pageSize) {
    var seen = new ArrayList<String>();
    ListObjectsV2Response page = null;
    do {
      String token = page == null ? null : page.nextContinuationToken();
      page =
          s3.listObjectsV2(
              l -> l.bucket(bucket).delimiter("/").maxKeys(pageSize).continuationToken(token));
      assertThat(page.keyCount())
          .isEqualTo(page.contents().size() + page.commonPrefixes().size())
          .isLessThanOrEqualTo(pageSize);
      seen.addAll(merged(page.contents(), page.commonPrefixes()));
    } while (page.isTruncated());
    return seen;
  }

  private static List<String> merged(List<S3Object> objects, List<CommonPrefix> prefixes) {
    var both =
        new TreeSet<String>(
            Comparator.comparing(key -> key.getBytes(UTF_8), Arrays::compareUnsigned));
    objects.forEach(object -> both.add(object.key()));
    prefixes.forEach(prefix -> both.add(prefix.prefix()));
    assertThat(both).hasSize(objects.size() + prefixes.size());
    return List.copyOf(both);
  }

  @Test
  void prefixAndStartAfterNarrow() {
    String bucket = filled();
    var in = s3.listObjectsV2(list -> list.bucket(bucket).prefix("c/").delimiter("/"));
    assertThat(in.contents()).extracting(S3Object::key).containsExactly("c/g");
    assertThat(in.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("c/d/");
    assertThat(s3.listObjectsV2(list -> list.bucket(bucket).startAfter("c/d/e")).contents())
        .extracting(S3Object::key)
        .startsWith("c/d/f");
    assertThat(s3.listObjectsV2(l -> l.bucket(bucket).prefix("a/").startAfter("a/1")).contents())
        .extracting(S3Object::key)
        .containsExactly("a/2");
    assertThat(s3.listObjectsV2(list -> list.bucket(bucket).prefix("none")).contents()).isEmpty();
  }

  @Test
  void entriesTellSizeTimeAndTag() {
    String bucket = buckets.fresh();
    String eTag = buckets.put(bucket, "k", "12345").eTag();
    S3Object entry = s3.listObjectsV2(l -> l.bucket(bucket).fetchOwner(true)).contents().getFirst();
    assertThat(entry.size()).isEqualTo(5);
    assertThat(entry.eTag()).isEqualTo(eTag);
    assertThat(entry.storageClassAsString()).isEqualTo("STANDARD");
    assertThat(entry.owner().id()).isNotEmpty();
    assertThat(entry.lastModified())
        .isCloseTo(
            s3.headObject(h -> h.bucket(bucket).key("k")).lastModified(),
            within(1, ChronoUnit.SECONDS));
  }

  @Test
  void pageSizesOutOfRange() {
    String bucket = filled();
    var nothing = s3.listObjectsV2(list -> list.bucket(bucket).maxKeys(0));
    assertThat(nothing.contents()).isEmpty();
    assertThat(nothing.isTruncated()).isFalse();
    assertThat(s3.listObjectsV2(list -> list.bucket(bucket).maxKeys(5000)).maxKeys())
        .isEqualTo(1000);
    for (String wrong : List.of("-1", "x", "99999999999")) {
      raw.get("/" + bucket + "?list-type=2&max-keys=" + wrong).refuses("InvalidArgument", 400);
    }
    raw.get("/" + bucket + "?list-type=2&continuation-token=nonsense")
        .refuses("InvalidArgument", 400);
    raw.get("/" + bucket + "?list-type=2&encoding-type=base64").refuses("InvalidArgument", 400);
  }

  @Test
  void namesAreEncodedWhenAskedTo() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "a b/\u00fc+&<", "x");
    var body = raw.get("/" + bucket + "?list-type=2&encoding-type=url").is(200);
    String coded = body.element("Key").orElseThrow();
    assertThat(coded).endsWith("b/%C3%BC%2B%26%3C");
    assertThat(URLDecoder.decode(coded, UTF_8)).isEqualTo("a b/\u00fc+&<");
    assertThat(body.element("EncodingType")).contains("url");
    var plain = raw.get("/" + bucket + "?list-type=2").is(200);
    assertThat(plain.element("Key")).contains("a b/\u00fc+&amp;&lt;");
    assertThat(s3.listObjectsV2(l -> l.bucket(bucket).encodingType(EncodingType.URL)).contents())
        .extracting(S3Object::key)
        .containsExactly("a b/\u00fc+&<");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1000})
  void versionsArePagedOverMarkers(int pageSize) {
    String bucket = buckets.versioned();
    for (String key : List.of("a", "b", "a", "c/1", "c/2")) {
      buckets.put(bucket, key, "x");
    }
    s3.deleteObject(delete -> delete.bucket(bucket).key("b"));
    var keys = new ArrayList<String>();
    int markers = 0;
    ListObjectVersionsResponse page = null;
    do {
      String key = page == null ? null : page.nextKeyMarker();
      String version = page == null ? null : page.nextVersionIdMarker();
      page =
          s3.listObjectVersions(
              l -> l.bucket(bucket).maxKeys(pageSize).keyMarker(key).versionIdMarker(version));
      page.versions().stream().map(ObjectVersion::key).forEach(keys::add);
      markers += page.deleteMarkers().size();
    } while (page.isTruncated());
    assertThat(keys).containsExactly("a", "a", "b", "c/1", "c/2");
    assertThat(markers).isEqualTo(1);
    var rolled = s3.listObjectVersions(list -> list.bucket(bucket).delimiter("/"));
    assertThat(rolled.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("c/");
  }
}
