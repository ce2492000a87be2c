package dev.coffer.store.tag;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.Refusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Tag;
import dev.coffer.wire.s3.Tagging;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers are those that clients recorded at Amazon. */
final class TagRulesTest {
  private static final String HEADER =
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters"
          + " without tag name duplicates.";

  private static Tagging document(Tag... tags) {
    return new Tagging(new Tagging.TagSet(List.of(tags)));
  }

  private static Tag[] many(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Tag("k" + i, "v")).toArray(Tag[]::new);
  }

  @Test
  void theLargestThatAreAllowed() {
    String key = "ü".repeat(128);
    String value = "文 1+-=._:/@".repeat(50).substring(0, 256);
    assertThat(TagRules.ofObject(document(new Tag(key, value))).count()).isEqualTo(1);
    assertThat(TagRules.ofObject(document(many(10))).count()).isEqualTo(10);
    assertThat(TagRules.ofBucket(document(many(50))).count()).isEqualTo(50);
    assertThat(TagRules.ofObject(document()).isEmpty()).isTrue();
    assertThat(TagRules.ofObject(document(new Tag("a", ""), new Tag("A", ""))).list())
        .containsExactly(new Tag("a", ""), new Tag("A", ""));
  }

  @Test
  void oneMoreIsRefused() {
    assertRefused(
        S3Error.BadRequest,
        "Object tags cannot be greater than 10",
        () -> TagRules.ofObject(document(many(11))));
    assertRefused(
        S3Error.BadRequest,
        "Bucket tag count cannot be greater than 50",
        () -> TagRules.ofBucket(document(many(51))));
    invalidKey("k".repeat(129));
    invalidValue("v".repeat(257));
  }

  private static void invalidKey(String key) {
    S3Exception refusal = refusal(() -> TagRules.ofObject(document(new Tag(key, "v"))));
    assertThat(refusal.error()).isEqualTo(S3Error.InvalidTag);
    assertThat(refusal.text()).isEqualTo("The TagKey you have provided is invalid");
    assertThat(refusal.elements()).isEqualTo(Map.of("TagKey", key));
  }

  private static void invalidValue(String value) {
    S3Exception refusal = refusal(() -> TagRules.ofObject(document(new Tag("k", value))));
    assertThat(refusal.error()).isEqualTo(S3Error.InvalidTag);
    assertThat(refusal.text()).isEqualTo("The TagValue you have provided is invalid");
    assertThat(refusal.elements()).isEqualTo(Map.of("TagKey", "k", "TagValue", value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b", "a;b", "a?b", "a!b", "a*b", "a#b", "a%b", "a(b)", "a\tb", "😀"})
  void charactersThatNoTagHas(String text) {
    invalidKey(text);
    invalidValue(text);
  }

  @Test
  void aKeyIsThereAndOnlyOnceAndNotAmazons() {
    invalidKey("");
    S3Exception twice =
        refusal(() -> TagRules.ofObject(document(new Tag("a", "1"), new Tag("a", "2"))));
    assertThat(twice.text()).isEqualTo("Cannot provide multiple Tags with the same key");
    assertThat(twice.elements()).isEqualTo(Map.of("TagKey", "a"));
    Tag reserved = new Tag("aws:cost", "1");
    assertRefused(
        S3Error.InvalidTag,
        "Your TagKey cannot be prefixed with aws:",
        () -> TagRules.ofObject(document(reserved)));
    assertRefused(
        S3Error.InvalidTag,
        "System tags cannot be added/updated by requester",
        () -> TagRules.ofBucket(document(reserved)));
    assertRefused(
        S3Error.InvalidTag,
        "User-defined tag keys can't start with \"aws:\". This prefix is reserved for system tags."
            + " Remove \"aws:\" from your tag keys and try again.",
        () -> TagRules.ofNewBucket(List.of(reserved)));
  }

  @Test
  void aHeaderIsAQueryString() {
    assertThat(TagRules.ofHeader(null).isEmpty()).isTrue();
    assertThat(TagRules.ofHeader("").isEmpty()).isTrue();
    assertThat(TagRules.ofHeader("a%20b=c%2Bd&e+f&%C3%BC=").list())
        .containsExactly(new Tag("a b", "c+d"), new Tag("e f", ""), new Tag("ü", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=1&a=2", "=1", "a=%FF", "a=%2", "k=v,l=w", "a%2Cb=1"})
  void aHeaderThatIsNone(String header) {
    S3Exception refusal = refusal(() -> TagRules.ofHeader(header));
    assertThat(refusal.error()).isEqualTo(S3Error.InvalidArgument);
    assertThat(refusal.text()).isEqualTo(HEADER);
    assertThat(refusal.elements())
        .isEqualTo(Map.of("ArgumentName", "x-amz-tagging", "ArgumentValue", header));
  }

  @Test
  void aHeaderWithTooMuch() {
    String eleven = String.join("&", IntStream.range(0, 11).mapToObj(i -> "k" + i).toList());
    assertRefused(
        S3Error.BadRequest,
        "Object tags cannot be greater than 10",
        () -> TagRules.ofHeader(eleven));
    assertThat(refusal(() -> TagRules.ofHeader("k".repeat(129))).error())
        .isEqualTo(S3Error.InvalidTag);
  }
}
