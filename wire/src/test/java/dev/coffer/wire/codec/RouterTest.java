package dev.coffer.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.Domains;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class RouterTest {
  private final Router router = new Router(Model.s3());

  static Stream<Facts> routed() {
    return Model.s3().operations().stream().filter(Facts::routed);
  }

  @Test
  void allButTheTwinsAreRouted() {
    assertThat(routed()).hasSize(111);
    assertThat(Model.s3().operations().stream().filter(f -> !f.routed()).map(Facts::operation))
        .containsExactlyInAnyOrder(
            "GetBucketLifecycle",
            "GetBucketNotification",
            "ListDirectoryBuckets",
            "PutBucketLifecycle",
            "PutBucketNotification");
  }

  @ParameterizedTest
  @MethodSource("routed")
  void everyOperationIsFoundInAnyOrderAmongForeignParameters(Facts facts) {
    var random = new Random(116);
    for (int round = 0; round < 10; round++) {
      var query = new ArrayList<>(selectors(facts));
      query.addAll(
          List.of("X-Amz-Signature=s", "X-Amz-Expires=60", "x-id=" + facts.operation(), "foo"));
      Collections.shuffle(query, random);
      assertThat(route(facts, query)).isEqualTo(facts.operation());
    }
  }

  @ParameterizedTest
  @MethodSource("routed")
  void withoutOneSelectorItIsNeverAnOperationThatIgnoresTheRest(Facts facts) {
    for (String left : facts.selectors()) {
      String name = left.replaceAll("=.*", "");
      String found = routeOrRefusal(facts, List.of(name));
      if (!found.isEmpty()) {
        Facts other = Model.s3().find(found).orElseThrow();
        assertThat(names(other)).as(found).contains(name);
      }
    }
  }

  /** Every verb on every known sub-resource is that sub-resource's operation or a refusal. */
  @Test
  void aKnownSubresourceNeverFallsThrough() {
    var names = new HashSet<String>();
    routed().forEach(facts -> facts.selectors().forEach(s -> names.add(s.replaceAll("=.*", ""))));
    assertThat(names).hasSizeGreaterThan(30);
    for (String method : List.of("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH")) {
      for (String path : List.of("/", "/b", "/b/", "/b/k")) {
        for (String name : names) {
          try {
            String found = route(method, path + "?" + name);
            assertThat(names(Model.s3().find(found).orElseThrow()))
                .as(method + " " + path + "?" + name + " is " + found)
                .contains(name);
          } catch (S3Exception e) {
            assertThat(e.error())
                .isIn(S3Error.MethodNotAllowed, S3Error.InvalidArgument, S3Error.InvalidRequest);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/,ListBuckets",
    "GET,/b,ListObjects",
    "GET,/b/,ListObjects",
    "GET,/b?list-type=2&prefix=a,ListObjectsV2",
    "DELETE,/b,DeleteBucket",
    "DELETE,/b?unknown,DeleteBucket",
    "DELETE,/b?unknown=encryption,DeleteBucket",
    "DELETE,/b?encryption,DeleteBucketEncryption",
    "DELETE,/b?encryption=,DeleteBucketEncryption",
    "DELETE,/b?foo=1&encryption=x&bar,DeleteBucketEncryption",
    "GET,/b/k?versionId=1&partNumber=2&response-expires=x,GetObject",
    "GET,/b/k?id=1,GetObject",
    "GET,/b?id=1,ListObjects",
    "GET,/b?analytics,ListBucketAnalyticsConfigurations",
    "GET,/b?analytics&id=1,GetBucketAnalyticsConfiguration",
    "GET,/b/k?uploadId=u,ListParts",
    "PUT,/b/k?uploadId=u&partNumber=1,UploadPart",
    "PUT,/b/k?encryption,UpdateObjectEncryption",
    "POST,/b/k?uploads,CreateMultipartUpload",
    "POST,/WriteGetObjectResponse,WriteGetObjectResponse",
  })
  void examples(String method, String target, String operation) {
    assertThat(route(method, target)).isEqualTo(operation);
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/b?encryption,MethodNotAllowed",
    "HEAD,/b?encryption,MethodNotAllowed",
    "POST,/b/k,MethodNotAllowed",
    "PATCH,/b,MethodNotAllowed",
    "DELETE,/,MethodNotAllowed",
    "HEAD,/b/k?uploadId=u,MethodNotAllowed",
    "PUT,/b/k?partNumber=1,InvalidArgument",
    "PUT,/b/k?uploadId=u,InvalidArgument",
    "GET,/b?list-type=1,InvalidArgument",
    "DELETE,/b?analytics,InvalidArgument",
    "PUT,/b/k?annotation,InvalidArgument",
    "GET,/b?encryption&policy,InvalidArgument",
    "DELETE,/b?encryption&policy,InvalidArgument",
    "DELETE,/b?analytics&id=1&policy,InvalidArgument",
    "GET,/b/k?versions,InvalidRequest",
    "DELETE,/b/k?policy,InvalidRequest",
    "GET,/?encryption,InvalidRequest",
    "POST,/b,PreconditionFailed",
  })
  void refusals(String method, String target, S3Error error) {
    assertThatThrownBy(() -> route(method, target))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  @Test
  void aWrongVerbNamesVerbAndSubresource() {
    assertThatThrownBy(() -> route("POST", "/b?encryption"))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e ->
                assertThat(e.elements())
                    .containsEntry("Method", "POST")
                    .containsEntry("ResourceType", "ENCRYPTION"));
  }

  @Test
  void aCopySourceSelectsAlsoFromAPresignedUrl() {
    Headers copy = Headers.of("X-Amz-Copy-Source", "b/k");
    assertThat(route("PUT", "/b/k", copy)).isEqualTo("CopyObject");
    assertThat(route("PUT", "/b/k?partNumber=1&uploadId=u", copy)).isEqualTo("UploadPartCopy");
    assertThat(route("PUT", "/b/k?acl", copy)).isEqualTo("PutObjectAcl");
    assertThat(route("PUT", "/b/k?x-amz-copy-source=b%2Fk&X-Amz-Signature=s", Headers.EMPTY))
        .isEqualTo("CopyObject");
    assertThat(route("PUT", "/b/k?x-amz-copy-source=b%2Fk", Headers.EMPTY)).isEqualTo("PutObject");
  }

  @Test
  void aFormIsToldByItsTypeAlone() {
    Headers form = Headers.of("Content-Type", "Multipart/Form-Data ; boundary=x");
    assertThat(route("POST", "/b", form)).isEqualTo("PostObject");
    assertThat(route("POST", "/b/", form)).isEqualTo("PostObject");
    assertThat(route("POST", "/b?delete", form)).isEqualTo("DeleteObjects");
    assertThat(route("POST", "/b/k?uploads", form)).isEqualTo("CreateMultipartUpload");
    assertThatThrownBy(() -> route("POST", "/b?encryption", form))
        .isInstanceOf(S3Exception.class)
        .hasMessage(S3Error.MethodNotAllowed.message());
    assertThatThrownBy(() -> route("POST", "/b/k", form))
        .isInstanceOf(S3Exception.class)
        .hasMessage(S3Error.MethodNotAllowed.message());
  }

  @Test
  void aPostOfSomethingElseToABucketIsRefused() {
    for (String type : new String[] {"", "text/html", "multipart/form-data-x", "multipart/mixed"}) {
      assertThatThrownBy(() -> route("POST", "/b", Headers.of("Content-Type", type)))
          .isInstanceOfSatisfying(
              S3Exception.class,
              e ->
                  assertThat(e.elements())
                      .containsEntry(
                          "Condition",
                          "Bucket POST must be of the enclosure-type multipart/form-data"));
    }
  }

  @Test
  void equalSelectorsFailAtConstruction() {
    Model twins =
        Model.parse(
            """
            =\tOne\tGET\tbucket\t200\tacl\t-\t-\t-
            =\tOther\tGET\tbucket\t200\tacl\t-\t-\t-
            """);
    assertThatThrownBy(() -> new Router(twins)).isInstanceOf(IllegalStateException.class);
  }

  private static Set<String> selectors(Facts facts) {
    var selectors = new HashSet<>(facts.selectors());
    selectors.addAll(facts.requiredQueries());
    return selectors;
  }

  private static Set<String> names(Facts facts) {
    var names = new HashSet<String>();
    selectors(facts).forEach(selector -> names.add(selector.replaceAll("=.*", "")));
    return names;
  }

  private String route(Facts facts, List<String> query) {
    String path =
        switch (facts.on()) {
          case "service" -> "/";
          case "bucket" -> "/bucket";
          case "object" -> "/bucket/key";
          default -> facts.on().substring("path:".length());
        };
    var headers = Headers.builder();
    facts.selectingHeaders().forEach(header -> headers.add(header, "b/k"));
    return route(facts.method(), path + "?" + String.join("&", query), headers.build());
  }

  private String routeOrRefusal(Facts facts, List<String> query) {
    try {
      return route(facts, query);
    } catch (S3Exception e) {
      return "";
    }
  }

  private String route(String method, String target) {
    return route(method, target, Headers.EMPTY);
  }

  private String route(String method, String target, Headers headers) {
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? null : target.substring(mark + 1);
    var request = new Request(method, path, query, headers, Body.empty(), Request.Peer.LOCAL);
    return router.route(request, Address.of(request, Domains.LOCALHOST)).operation();
  }
}
