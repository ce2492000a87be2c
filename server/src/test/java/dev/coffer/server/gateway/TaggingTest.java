package dev.coffer.server.gateway;

import static dev.coffer.server.gateway.S3World.ANYBODY;
import static dev.coffer.server.gateway.S3World.OWNER;
import static dev.coffer.server.gateway.S3World.ROOT;
import static dev.coffer.server.gateway.S3World.allowing;
import static dev.coffer.server.gateway.S3World.request;
import static dev.coffer.server.gateway.S3World.text;
import static dev.coffer.server.gateway.S3World.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.auth.Caller;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tags of objects and buckets from message to message, and what policies make of them. */
class TaggingTest {
  private static final String NS = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

  @TempDir private Path folder;

  private S3World world;

  @BeforeEach
  void open() {
    world = new S3World(folder);
    world.createBucket("bucket");
    world.put("/bucket/key", "text");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static String tagging(String... pairs) {
    StringBuilder set = new StringBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      set.append("<Tag><Key>").append(pairs[i]).append("</Key><Value>").append(pairs[i + 1]);
      set.append("</Value></Tag>");
    }
    return "<Tagging" + NS + "><TagSet>" + set + "</TagSet></Tagging>";
  }

  private Response send(Caller caller, String method, String path, @Nullable String query) {
    return world.send(caller, request(method, path, query, ""));
  }

  private Response putTags(Caller caller, String path, String query, String... pairs) {
    return world.send(caller, request("PUT", path, query, tagging(pairs)));
  }

  private String tags(String path) {
    return text(send(ROOT, "GET", path, "tagging"));
  }

  private static String set(String... pairs) {
    String document = tagging(pairs);
    return document.substring(document.indexOf("<TagSet>"), document.indexOf("</Tagging>"));
  }

  private S3Exception refused(
      Caller caller, String method, String path, String query, String body) {
    S3Exception refusal = world.refusal(caller, request(method, path, query, body));
    assertThat(refusal).as(method + " " + path).isNotNull();
    return Objects.requireNonNull(refusal);
  }

  // ---- objects

  @Test
  void tagsOfAnObjectAreReplacedShownAndRemoved() {
    assertThat(tags("/bucket/key")).endsWith("<TagSet></TagSet></Tagging>");
    Response put = putTags(ROOT, "/bucket/key", "tagging", "b", "2", "a", "");
    assertThat(put.status()).isEqualTo(200);
    assertThat(tags("/bucket/key")).contains(set("b", "2", "a", ""));
    for (String method : new String[] {"GET", "HEAD"}) {
      Response read = send(ROOT, method, "/bucket/key", null);
      assertThat(read.headers().first("x-amz-tagging-count")).contains("2");
    }
    putTags(ROOT, "/bucket/key", "tagging", "only", "one");
    assertThat(tags("/bucket/key")).contains(set("only", "one"));
    assertThat(send(ROOT, "DELETE", "/bucket/key", "tagging").status()).isEqualTo(204);
    assertThat(tags("/bucket/key")).contains(set());
    Response bare = send(ROOT, "GET", "/bucket/key", null);
    assertThat(bare.headers().has("x-amz-tagging-count")).isFalse();
    assertThat(text(bare)).isEqualTo("text");
  }

  @Test
  void everyVersionHasItsOwnTagsAndMarkersHaveNone() {
    versioning("Enabled");
    String one = version(put("/bucket/v", "x-amz-tagging", "n=1"));
    String two = version(put("/bucket/v", "x-amz-tagging", "n=2"));
    assertThat(tags("/bucket/v")).contains(set("n", "2"));
    Response put = putTags(ROOT, "/bucket/v", "tagging&versionId=" + one, "n", "one");
    assertThat(version(put)).isEqualTo(one);
    assertThat(text(send(ROOT, "GET", "/bucket/v", "tagging&versionId=" + one)))
        .contains(set("n", "one"));
    assertThat(version(send(ROOT, "GET", "/bucket/v", "tagging"))).isEqualTo(two);
    String marker = version(send(ROOT, "DELETE", "/bucket/v", null));
    for (String query : new String[] {"tagging", "tagging&versionId=" + marker}) {
      for (String method : new String[] {"GET", "PUT", "DELETE"}) {
        S3Exception refusal = refused(ROOT, method, "/bucket/v", query, tagging("a", "1"));
        assertThat(refusal.error()).isEqualTo(S3Error.MethodNotAllowed);
        assertThat(refusal.elements())
            .containsEntry("Method", method)
            .containsEntry("ResourceType", "DeleteMarker");
      }
    }
    assertThat(refused(ROOT, "GET", "/bucket/none", "tagging", "").error())
        .isEqualTo(S3Error.NoSuchKey);
  }

  private void versioning(String status) {
    String document =
        "<VersioningConfiguration"
            + NS
            + "><Status>"
            + status
            + "</Status></VersioningConfiguration>";
    world.send(ROOT, request("PUT", "/bucket", "versioning", document));
  }

  private Response put(String path, String... headers) {
    return world.send(ROOT, request("PUT", path, null, "x", headers));
  }

  private static String version(Response response) {
    return response.headers().first("x-amz-version-id").orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "<Tagging/>,MalformedXML",
    "<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>,MalformedXML",
    "<Tagging><TagSet><Tag>a</Tag></TagSet></Tagging>,MalformedXML",
    "<Tags/>,MalformedXML",
    "'',MissingRequestBodyError"
  })
  void documentsThatAreNone(String document, S3Error error) {
    assertThat(refused(ROOT, "PUT", "/bucket/key", "tagging", document).error()).isEqualTo(error);
    assertThat(refused(ROOT, "PUT", "/bucket", "tagging", document).error()).isEqualTo(error);
  }

  @Test
  void uploadsBringTagsWithThem() {
    world.send(ROOT, request("POST", "/bucket/parts", "uploads", "", "x-amz-tagging", "a=1"));
    String id = uploadId();
    Response part =
        world.send(ROOT, request("PUT", "/bucket/parts", "partNumber=1&uploadId=" + id, "part"));
    // The second upload of the part changes the upload's row, which keeps what was asked for.
    world.send(ROOT, request("PUT", "/bucket/parts", "partNumber=1&uploadId=" + id, "part"));
    String list =
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"
            + part.headers().first("ETag").orElseThrow()
            + "</ETag></Part></CompleteMultipartUpload>";
    world.send(ROOT, request("POST", "/bucket/parts", "uploadId=" + id, list));
    assertThat(tags("/bucket/parts")).contains(set("a", "1"));
  }

  private String uploadId() {
    String list = text(send(ROOT, "GET", "/bucket", "uploads"));
    return list.replaceAll("(?s).*<UploadId>(.*)</UploadId>.*", "$1");
  }

  @Test
  void copiesTakeTheTagsOfTheirSourceUnlessTheyReplaceThem() {
    putTags(ROOT, "/bucket/key", "tagging", "a", "1");
    copy(ROOT, "/bucket/same", "x-amz-tagging", "ignored=1");
    assertThat(tags("/bucket/same")).contains(set("a", "1"));
    copy(ROOT, "/bucket/other", "x-amz-tagging-directive", "REPLACE", "x-amz-tagging", "b=2");
    assertThat(tags("/bucket/other")).contains(set("b", "2"));
    copy(ROOT, "/bucket/bare", "x-amz-tagging-directive", "REPLACE");
    assertThat(tags("/bucket/bare")).contains(set());
    // To itself: tags alone are no change that makes such a copy legal.
    S3Exception refusal =
        world.refusal(
            ROOT,
            request(
                "PUT",
                "/bucket/key",
                null,
                "",
                "x-amz-copy-source",
                "/bucket/key",
                "x-amz-tagging-directive",
                "REPLACE"));
    assertThat(refusal).isNotNull();
    assertThat(refusal.error()).isEqualTo(S3Error.InvalidRequest);
  }

  private Response copy(Caller caller, String to, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "x-amz-copy-source";
    all[1] = "/bucket/key";
    return world.send(caller, request("PUT", to, null, "", all));
  }

  @Test
  void redirectionsAreKeptShownAndNotCopied() {
    put("/bucket/key", "x-amz-website-redirect-location", "/there");
    assertThat(redirect("/bucket/key")).isEqualTo("/there");
    copy(ROOT, "/bucket/copy");
    assertThat(redirect("/bucket/copy")).isEmpty();
    copy(ROOT, "/bucket/key", "x-amz-website-redirect-location", "https://example.com/");
    assertThat(redirect("/bucket/key")).isEqualTo("https://example.com/");
    S3Exception refusal =
        world.refusal(
            ROOT,
            request("PUT", "/bucket/key", null, "", "x-amz-website-redirect-location", "there"));
    assertThat(refusal).isNotNull();
    assertThat(refusal.error()).isEqualTo(S3Error.InvalidRedirectLocation);
  }

  private String redirect(String path) {
    return send(ROOT, "HEAD", path, null)
        .headers()
        .first("x-amz-website-redirect-location")
        .orElse("");
  }

  // ---- buckets

  @Test
  void tagsOfABucketComeAndGo() {
    S3Exception none = refused(ROOT, "GET", "/bucket", "tagging", "");
    assertThat(none.error()).isEqualTo(S3Error.NoSuchTagSet);
    assertThat(none.elements()).containsEntry("BucketName", "bucket");
    assertThat(putTags(ROOT, "/bucket", "tagging", "a", "1", "b", "").status()).isEqualTo(204);
    assertThat(tags("/bucket")).contains(set("a", "1", "b", ""));
    assertThat(send(ROOT, "DELETE", "/bucket", "tagging").status()).isEqualTo(204);
    assertThat(refused(ROOT, "GET", "/bucket", "tagging", "").error())
        .isEqualTo(S3Error.NoSuchTagSet);
    putTags(ROOT, "/bucket", "tagging", "a", "1");
    putTags(ROOT, "/bucket", "tagging");
    assertThat(refused(ROOT, "GET", "/bucket", "tagging", "").error())
        .isEqualTo(S3Error.NoSuchTagSet);
  }

  @Test
  void theLargestTagsOfABucketFit() {
    String[] pairs = new String[100];
    for (int i = 0; i < 100; i += 2) {
      pairs[i] = "文".repeat(125) + (100 + i);
      pairs[i + 1] = "文".repeat(256);
    }
    putTags(ROOT, "/bucket", "tagging", pairs);
    assertThat(tags("/bucket")).contains(set(pairs));
  }

  private static String create(String... pairs) {
    return "<CreateBucketConfiguration"
        + NS
        + ">"
        + set(pairs).replace("TagSet", "Tags")
        + "</CreateBucketConfiguration>";
  }

  @Test
  void aBucketIsMadeWithTagsAndTheyGoWithIt() {
    world.send(ROOT, request("PUT", "/tagged", null, create("a", "1")));
    assertThat(tags("/tagged")).contains(set("a", "1"));
    assertThat(refused(ROOT, "PUT", "/tagged", "", create("a", "1")).error())
        .isEqualTo(S3Error.BucketAlreadyOwnedByYou);
    send(ROOT, "DELETE", "/tagged", null);
    world.createBucket("tagged");
    assertThat(refused(ROOT, "GET", "/tagged", "tagging", "").error())
        .isEqualTo(S3Error.NoSuchTagSet);
    assertThat(refused(ROOT, "PUT", "/other", "", create("aws:a", "1")).error())
        .isEqualTo(S3Error.InvalidTag);
    assertThat(refused(ROOT, "HEAD", "/other", "", "").error()).isEqualTo(S3Error.NoSuchBucket);
  }

  @Test
  void tagsOfANewBucketNeedTheirRight() {
    Caller maker = user(OWNER, "maker", allowing("s3:CreateBucket"));
    assertThat(refused(maker, "PUT", "/tagged", "", create("a", "1")).text())
        .contains("s3:TagResource");
    Caller both = user(OWNER, "both", allowing("s3:CreateBucket", "s3:TagResource"));
    world.send(both, request("PUT", "/tagged", null, create("a", "1")));
    assertThat(tags("/tagged")).contains(set("a", "1"));
  }

  // ---- rights

  private static String when(String action, String operator, String key, String value) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\""
        + action
        + "\",\"Resource\":\"*\",\"Condition\":{\""
        + operator
        + "\":{\""
        + key
        + "\":\""
        + value
        + "\"}}}]}";
  }

  @Test
  void anObjectIsReadByItsTags() {
    Caller reader =
        user(OWNER, "r", when("s3:*", "StringEquals", "s3:ExistingObjectTag/open", "yes"));
    for (String query : new String[] {"", "tagging", "acl", "attributes"}) {
      assertThat(refused(reader, "GET", "/bucket/key", query, "").error())
          .as(query)
          .isEqualTo(S3Error.AccessDenied);
    }
    putTags(ROOT, "/bucket/key", "tagging", "open", "yes");
    assertThat(text(send(reader, "GET", "/bucket/key", null))).isEqualTo("text");
    assertThat(text(send(reader, "GET", "/bucket/key", "tagging"))).contains("yes");
    assertThat(send(reader, "GET", "/bucket/key", "acl").status()).isEqualTo(200);
    send(reader, "DELETE", "/bucket/key", "tagging");
    assertThat(refused(reader, "GET", "/bucket/key", "", "").error())
        .isEqualTo(S3Error.AccessDenied);
  }

  @Test
  void tagsMayStandInVariablesAndDenials() {
    String mine =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\","
            + "\"Resource\":\"arn:aws:s3:::bucket/${s3:ExistingObjectTag/name}\"}]}";
    Caller named = user(OWNER, "n", mine);
    assertThat(refused(named, "GET", "/bucket/key", "", "").error())
        .isEqualTo(S3Error.AccessDenied);
    putTags(ROOT, "/bucket/key", "tagging", "name", "key");
    assertThat(text(send(named, "GET", "/bucket/key", null))).isEqualTo("text");
    world.putPolicy(
        "bucket",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\","
            + "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::bucket/*\",\"Condition\":"
            + "{\"StringEquals\":{\"s3:ExistingObjectTag/Name\":\"key\"}}}]}");
    assertThat(refused(named, "GET", "/bucket/key", "", "").error())
        .isEqualTo(S3Error.AccessDenied);
    // A copy reads its source by the same right.
    S3Exception copied =
        world.refusal(
            ROOT, request("PUT", "/bucket/c", null, "", "x-amz-copy-source", "/bucket/key"));
    assertThat(copied).isNotNull();
    assertThat(copied.error()).isEqualTo(S3Error.AccessDenied);
  }

  @Test
  void tagsAreAskedForByTheirKeysAndValues() {
    Caller writer =
        user(
            OWNER,
            "w",
            when("s3:*", "StringEquals", "s3:RequestObjectTag/team", "blue"),
            when("s3:GetObject", "Null", "aws:nothing", "true"));
    assertThat(refused(writer, "PUT", "/bucket/key", "tagging", tagging("team", "red")).error())
        .isEqualTo(S3Error.AccessDenied);
    putTags(writer, "/bucket/key", "tagging", "team", "blue");
    world.send(writer, request("PUT", "/bucket/new", null, "x", "x-amz-tagging", "team=blue"));
    assertThat(refused(writer, "PUT", "/bucket/new", "", "").error())
        .isEqualTo(S3Error.AccessDenied);
    // A copy that takes its source's tags asks for none, whatever its header says.
    S3Exception copied =
        world.refusal(
            writer,
            request(
                "PUT",
                "/bucket/c",
                null,
                "",
                "x-amz-copy-source",
                "/bucket/key",
                "x-amz-tagging",
                "team=blue"));
    assertThat(copied).isNotNull();
    assertThat(copied.error()).isEqualTo(S3Error.AccessDenied);
    Caller keys =
        user(OWNER, "k", when("s3:*", "ForAllValues:StringEquals", "s3:RequestObjectTagKeys", "a"));
    putTags(keys, "/bucket/key", "tagging", "a", "1");
    assertThat(refused(keys, "PUT", "/bucket/key", "tagging", tagging("b", "1")).error())
        .isEqualTo(S3Error.AccessDenied);
    Caller buckets = user(OWNER, "b", when("s3:*", "StringEquals", "aws:RequestTag/team", "blue"));
    putTags(buckets, "/bucket", "tagging", "team", "blue");
    assertThat(refused(buckets, "PUT", "/bucket", "tagging", tagging("team", "red")).error())
        .isEqualTo(S3Error.AccessDenied);
  }

  @Test
  void writesWithTagsNeedTheRightToTag() {
    Caller writer = user(OWNER, "w", allowing("s3:PutObject", "s3:GetObject"));
    world.send(writer, request("PUT", "/bucket/a", null, "x"));
    for (String[] ask :
        new String[][] {{"PUT", "/bucket/a", ""}, {"POST", "/bucket/a", "uploads"}}) {
      S3Exception refusal =
          world.refusal(writer, request(ask[0], ask[1], ask[2], "x", "x-amz-tagging", "team=blue"));
      assertThat(refusal).isNotNull();
      assertThat(refusal.text()).contains("s3:PutObjectTagging");
    }
    copy(writer, "/bucket/copy");
    putTags(ROOT, "/bucket/key", "tagging", "a", "1");
    assertThat(copyRefused(writer).text()).contains("s3:GetObjectTagging");
    Caller reads =
        user(OWNER, "r", allowing("s3:PutObject", "s3:GetObject", "s3:GetObjectTagging"));
    assertThat(copyRefused(reads).text()).contains("s3:PutObjectTagging");
    copy(writer, "/bucket/copy", "x-amz-tagging-directive", "REPLACE");
    Response read = send(writer, "GET", "/bucket/key", null);
    assertThat(read.headers().has("x-amz-tagging-count")).isFalse();
  }

  private S3Exception copyRefused(Caller caller) {
    S3Exception refusal =
        world.refusal(
            caller, request("PUT", "/bucket/copy", null, "", "x-amz-copy-source", "/bucket/key"));
    assertThat(refusal).isNotNull();
    assertThat(refusal.error()).isEqualTo(S3Error.AccessDenied);
    return refusal;
  }

  /** Whoever no policy can let in does not have their body read. */
  @Test
  void anybodyMayTagWhereAPolicySaysSo() {
    assertThat(refused(ANYBODY, "PUT", "/bucket/key", "tagging", "no document").error())
        .isEqualTo(S3Error.AccessDenied);
    world.open("bucket");
    world.putPolicy(
        "bucket",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
            + "\"Action\":\"s3:PutObjectTagging\",\"Resource\":\"arn:aws:s3:::bucket/*\","
            + "\"Condition\":{\"StringEquals\":{\"s3:RequestObjectTag/a\":\"1\"}}}]}");
    assertThat(refused(ANYBODY, "PUT", "/bucket/key", "tagging", tagging("a", "2")).error())
        .isEqualTo(S3Error.AccessDenied);
    putTags(ANYBODY, "/bucket/key", "tagging", "a", "1");
    assertThat(tags("/bucket/key")).contains(set("a", "1"));
  }
}
