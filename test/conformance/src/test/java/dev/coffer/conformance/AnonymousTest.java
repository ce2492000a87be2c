package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who does not say who they are may do nothing and learns nothing. */
@ExtendWith(SharedServer.class)
class AnonymousTest {
  private final Buckets buckets;
  private final RawClient raw;

  AnonymousTest(Buckets buckets, RawClient raw) {
    this.buckets = buckets;
    this.raw = raw;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /",
        "GET /B",
        "HEAD /B",
        "PUT /B",
        "DELETE /B",
        "GET /B?list-type=2",
        "GET /B?versions",
        "GET /B?uploads",
        "GET /B?location",
        "GET /B?versioning",
        "PUT /B?versioning",
        "GET /B?encryption",
        "PUT /B?encryption",
        "DELETE /B?encryption",
        "POST /B?delete",
        "GET /B?policy",
        "PUT /B?policy",
        "DELETE /B?policy",
        "GET /B?policyStatus",
        "GET /B?publicAccessBlock",
        "PUT /B?publicAccessBlock",
        "DELETE /B?publicAccessBlock",
        "GET /B?ownershipControls",
        "PUT /B?ownershipControls",
        "DELETE /B?ownershipControls",
        "GET /B?acl",
        "PUT /B?acl",
        "GET /B/k?acl",
        "PUT /B/k?acl",
        "GET /B/k",
        "HEAD /B/k",
        "PUT /B/k",
        "DELETE /B/k",
        "GET /B/k?attributes",
        "POST /B/k?uploads",
        "PUT /B/k?uploadId=x&partNumber=1",
        "POST /B/k?uploadId=x",
        "DELETE /B/k?uploadId=x",
        "GET /B/k?uploadId=x"
      })
  void everyOperationIsDenied(String request) {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "stays");
    String method = request.substring(0, request.indexOf(' '));
    String target = request.substring(request.indexOf(' ') + 1).replace("/B", "/" + bucket);
    Answer answer = raw.anonymous(method, target, "", "x-amz-object-attributes", "ETag");
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    if (method.equals("HEAD")) {
      assertThat(answer.body()).isEmpty();
    } else {
      answer.refuses("AccessDenied", 403).says("Access Denied");
    }
    assertThat(buckets.text(bucket, "k")).isEqualTo("stays");
  }

  @Test
  void whatExistsIsNotTold() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "x");
    for (String target : List.of("/" + bucket + "/k", "/" + bucket + "/none")) {
      raw.anonymous("GET", target, "").refuses("AccessDenied", 403);
    }
  }

  @Test
  void bodyOfANobodyIsNotStored() {
    String bucket = buckets.fresh();
    raw.anonymous("PUT", "/" + bucket + "/k", "x", "x-amz-content-sha256", "UNSIGNED-PAYLOAD")
        .refuses("AccessDenied", 403);
    raw.get("/" + bucket + "/k").refuses("NoSuchKey", 404);
  }
}
