package dev.coffer.wire.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostPolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final String UNTIL = "2026-11-29T12:00:00Z";

  private static Form form(String... namesAndValues) {
    List<Form.Field> fields = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.add(new Form.Field(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new Form(fields, Body.of("content".getBytes(UTF_8)));
  }

  private static String base64(String json) {
    return Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
  }

  private static PostPolicy policy(String conditions) {
    return PostPolicy.parse(
        base64("{\"expiration\": \"" + UNTIL + "\", \"conditions\": [" + conditions + "]}"));
  }

  private static void denied(String conditions, Form form, String why) {
    PostPolicy policy = policy(conditions);
    assertThatThrownBy(() -> policy.require(form, "b", NOW))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.error()).isEqualTo(S3Error.AccessDenied);
              assertThat(e.text()).isEqualTo("Invalid according to Policy: " + why);
            });
  }

  // ---- conditions

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'key': 'user/a.jpg'}",
        "{'KEY': 'user/a.jpg'}",
        "['eq', '$key', 'user/a.jpg']",
        "['EQ', '$Key', 'user/a.jpg']",
        "['starts-with', '$key', 'user/']",
        "['StArTs-WiTh', '$kEy', '']",
        "['starts-with', '$key', ''], {'key': 'user/a.jpg'}",
        "{'bucket': 'b'}, {'key': 'user/a.jpg'}",
        "['eq', '$bucket', 'b'], {'key': 'user/a.jpg'}",
      })
  void aConditionHolds(String conditions) {
    Form form = form("key", "user/a.jpg", "policy", "p", "X-Amz-Signature", "s", "X-Ignore-me", "");
    assertThat(policy(conditions.replace('\'', '"')).require(form, "b", NOW)).isEqualTo(form);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{'key': 'user/b.jpg'}                | ['eq', '$key', 'user/b.jpg']",
        "{'Key': 'USER/A.JPG'}                | ['eq', '$Key', 'USER/A.JPG']",
        "['eq', '$key', '']                   | ['eq', '$key', '']",
        "['starts-with', '$key', 'User/']     | ['starts-with', '$key', 'User/']",
        "['eq', 'key', 'user/a.jpg']          | ['eq', 'key', 'user/a.jpg']",
        "['starts-with', '$absent', '']       | ['starts-with', '$absent', '']",
        "{'absent': ''}                       | ['eq', '$absent', '']",
        "{'bucket': 'c'}                      | ['eq', '$bucket', 'c']",
        "{'key': 'a\\\"b\\\\c'}               | ['eq', '$key', 'a\\\"b\\\\c']",
        "['content-length-range', 'a', '10']  | ['content-length-range', 'a', '10']",
        "['content-length-range', 1, '']      | ['content-length-range', 1, '']",
      })
  void aConditionFailsInThePolicysOwnSpelling(String condition, String shown) {
    denied(
        "[\"starts-with\", \"$key\", \"\"], " + condition.replace('\'', '"'),
        form("key", "user/a.jpg"),
        "Policy Condition failed: " + shown.replace('\'', '"'));
  }

  @Test
  void aBucketFieldDoesNotStandForTheBucket() {
    denied(
        "{\"bucket\": \"c\"}",
        form("bucket", "c"),
        "Policy Condition failed: [\"eq\", \"$bucket\", \"c\"]");
  }

  @Test
  void contentTypesAreListsOfWhichEachMustBeginSo() {
    String image = "[\"starts-with\", \"$Content-Type\", \"image/\"]";
    Form images = form("content-type", "image/jpg,image/png, image/gif");
    assertThat(policy(image).require(images, "b", NOW)).isEqualTo(images);
    denied(
        image, form("Content-Type", "image/jpg,text/plain"), "Policy Condition failed: " + image);
  }

  @Test
  void whatNoConditionSpeaksOfIsNamed() {
    denied(
        "{\"key\": \"a\"}",
        form("key", "a", "StorageClass", "x", "policy", "", "acl", "private"),
        "Extra input fields: StorageClass, acl");
    denied("", form("key", "a"), "Extra input fields: key");
  }

  @Test
  void aPolicyHoldsUntilItsInstantAndNoLonger() {
    Form form = form("key", "a");
    PostPolicy policy = policy("{\"key\": \"a\"}");
    assertThat(policy.require(form, "b", NOW)).isEqualTo(form);
    assertThatThrownBy(() -> policy.require(form, "b", NOW.plusMillis(1)))
        .hasMessage("Invalid according to Policy: Policy expired.");
  }

  // ---- sizes

  @ParameterizedTest
  @CsvSource({"7, 7", "0, 7", "7, 999999999999", "\"7\", \"7\"", "-5, 7"})
  void aFileOfThatSizePasses(String least, String most) throws IOException {
    Form kept = policy(range(least, most)).require(form(), "b", NOW);
    assertThat(kept.file().stream().readAllBytes()).asString(UTF_8).isEqualTo("content");
  }

  @ParameterizedTest
  @CsvSource({
    "8, 9, EntityTooSmall, MinSizeAllowed, 8",
    "0, 6, EntityTooLarge, MaxSizeAllowed, 6",
    "0, 0, EntityTooLarge, MaxSizeAllowed, 0",
    "9, 3, EntityTooLarge, MaxSizeAllowed, 3",
    "-1, -1, EntityTooLarge, MaxSizeAllowed, -1"
  })
  void aFileOfAnotherSizeIsRefused(
      String least, String most, S3Error error, String element, String value) {
    Form kept = policy(range(least, most)).require(form(), "b", NOW);
    assertThatThrownBy(() -> kept.file().stream().readAllBytes())
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.error()).isEqualTo(error);
              assertThat(e.elements())
                  .containsEntry(element, value)
                  .containsEntry("ProposedSize", "7");
            });
  }

  @Test
  void allRangesCount() {
    Form kept = policy(range("0", "9") + "," + range("0", "3")).require(form(), "b", NOW);
    assertThatThrownBy(() -> kept.file().stream().readAllBytes()).isInstanceOf(S3Exception.class);
  }

  private static String range(String least, String most) {
    return "[\"content-length-range\", " + least + ", " + most + "]";
  }

  // ---- documents

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "not json                                        | Invalid JSON.",
        "[]                                              | Invalid JSON.",
        "{'expiration': 'T', 'conditions': []} x         | Invalid JSON.",
        "{'expiration': 'T', 'conditions': [],}          | Invalid JSON.",
        "{'expiration': 5, 'conditions': []}             | Invalid JSON.",
        "{'expiration': 'T', 'expiration': 'T', 'conditions': []} | Invalid JSON.",
        "{'expiration': 'T', 'conditions': [{'a': null}]} | Invalid JSON.",
        "{'expiration': 'T', 'conditions': [['eq', '$a', 5]]} | Invalid JSON.",
        "{'expiration': 'T', 'conditions': [[5, '$a', 'b']]} | Invalid JSON.",
        "{'expiration': 'T', 'conditions': [['content-length-range', 0, 5.0]]} | Invalid JSON.",
        "{'expiration': 'T', 'conditions': [['eq', '$a', [[[[]]]]]]} | Invalid JSON.",
        "{'expiration': 'T'}                             | Policy missing conditions.",
        "{'conditions': []}                              | Policy missing expiration.",
        "{'EXPIRATION': 'T', 'conditions': []}           | Unexpected: 'expiration'",
        "{'Statement': [], 'conditions': []}             | Unexpected: 'statement'",
        "{'expiration': 'T', 'conditions': {}}  | Invalid 'conditions' value: must be a List.",
        "{'expiration': 'T', 'conditions': ['a']} | Invalid Condition: must be a List or Object.",
        "{'expiration': 'T', 'conditions': [{}]} | Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.",
        "{'expiration': 'T', 'conditions': [{'a': 'b', 'c': 'd'}]} | Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.",
        "{'expiration': 'T', 'conditions': [{'a': 5}]} | Invalid Simple-Condition: value must be a string.",
        "{'expiration': 'T', 'conditions': [[]]} | Invalid Condition: missing operation identifier.",
        "{'expiration': 'T', 'conditions': [['in', '$a', 'b']]} | Invalid Condition: unknown operation 'in'.",
        "{'expiration': 'T', 'conditions': [['eq', '$a']]} | Invalid eq: wrong number of arguments.",
        "{'expiration': 'T', 'conditions': [['eq', '$a', 'b', 'c']]} | Invalid eq: wrong number of arguments.",
        "{'expiration': 'T', 'conditions': [['content-length-range', 0]]} | Invalid content-length-range: wrong number of arguments.",
      })
  void aDocumentThatIsNoPolicyIsRefused(String document, String why) {
    invalid(base64(document.replace('\'', '"').replace("\"T\"", '"' + UNTIL + '"')), why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-29 12:00:00Z",
        "2026-11-29T12:00:00",
        "2026-11-29T12:00:00+02:00",
        "2026-13-29T12:00:00Z",
        "20261129T120000Z",
        ""
      })
  void anInstantInAnotherFormIsRefused(String instant) {
    invalid(
        base64("{\"expiration\": \"" + instant + "\", \"conditions\": []}"),
        "Invalid 'expiration' value: '" + instant + "'");
  }

  @Test
  void whatDoesNotDecodeIsRefused() {
    invalid("{}", "invalid Base64 encoding.");
    invalid(
        Base64.getEncoder().encodeToString(new byte[] {'"', (byte) 0xE4, '"'}), "Invalid JSON.");
    invalid("", "Invalid JSON.");
  }

  private static void invalid(String base64, String why) {
    assertThatThrownBy(() -> PostPolicy.parse(base64))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.error()).isEqualTo(S3Error.InvalidPolicyDocument);
              assertThat(e.text()).isEqualTo("Invalid Policy: " + why);
            });
  }
}
