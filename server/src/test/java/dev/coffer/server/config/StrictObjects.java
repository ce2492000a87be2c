package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * What S3 does with objects under a strict key while the key's backend is away: nothing that needs
 * the key, everything else, and all of it again when the backend is back.
 */
@DisabledIfEnvironmentVariable(named = "AWS_ACCESS_KEY_ID", matches = ".+")
abstract class StrictObjects {
  private static final Pattern ID = Pattern.compile("cks-[0-9a-f]{17}");
  private static final String SSE = "x-amz-server-side-encryption";
  static final String BODY = "what is kept under a strict key";

  @TempDir Path folder;

  Neighbour coffer = unset();
  private String keyArn = "";
  private Map<String, String> strict = Map.of();

  // Replaced before each test.
  @SuppressWarnings("NullAway")
  static Neighbour unset() {
    return null;
  }

  abstract void takeAway() throws Exception;

  abstract void bringBack() throws Exception;

  /** Serves with a key of the store that was added. */
  void serveStrictly(String added) throws Exception {
    Matcher id = ID.matcher(added);
    assertThat(id.find()).as(added).isTrue();
    coffer.stop();
    coffer.start();
    String key = coffer.createKey("{\"CustomKeyStoreId\":\"%s\"}".formatted(id.group()));
    keyArn = "arn:aws:kms:us-east-1:000000000000:key/" + key;
    strict = Map.of(SSE, "aws:kms", SSE + "-aws-kms-key-id", keyArn);
    assertThat(coffer.s3("PUT", "/kept", Map.of(), "").statusCode()).isEqualTo(200);
  }

  String keyArn() {
    return keyArn;
  }

  @AfterEach
  void stop() {
    coffer.close();
  }

  HttpResponse<String> put(String name) throws Exception {
    return coffer.s3("PUT", "/kept/" + name, strict, BODY);
  }

  HttpResponse<String> get(String name) throws Exception {
    return coffer.s3("GET", "/kept/" + name, Map.of(), "");
  }

  static String done(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  static void refused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.body())
        .contains("<Code>ServiceUnavailable</Code>")
        .doesNotContain("arn:aws:kms", "custody", "token", "backend");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  private String uploadOf(String name) throws Exception {
    String begun = done(coffer.s3("POST", "/kept/" + name + "?uploads=", strict, ""));
    return begun.replaceAll("(?s).*<UploadId>([^<]+)</UploadId>.*", "$1");
  }

  private HttpResponse<String> putPart(String name, String upload) throws Exception {
    String target = "/kept/" + name + "?partNumber=1&uploadId=" + upload;
    return coffer.s3("PUT", target, Map.of(), BODY);
  }

  private HttpResponse<String> complete(String name, String upload, String etag) throws Exception {
    String parts =
        "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Part>"
            + "<PartNumber>1</PartNumber><ETag>"
            + etag
            + "</ETag></Part></CompleteMultipartUpload>";
    return coffer.s3("POST", "/kept/" + name + "?uploadId=" + upload, Map.of(), parts);
  }

  private String versions() throws Exception {
    return done(coffer.s3("GET", "/kept?versions=", Map.of(), ""));
  }

  private List<Path> blobs() throws IOException {
    try (Stream<Path> files = Files.walk(coffer.data().resolve("blobs"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** A backend that was silent for long is tried every ten seconds. */
  private String getWhenBack(String name) throws Exception {
    HttpResponse<String> answer = get(name);
    while (answer.statusCode() == 503) {
      TimeUnit.MILLISECONDS.sleep(100);
      answer = get(name);
    }
    return done(answer);
  }

  private String calls() throws IOException {
    var lines = new StringBuilder();
    try (Stream<Path> files = Files.list(coffer.data().resolve("audit"))) {
      for (Path file : files.filter(each -> each.toString().contains("kms")).toList()) {
        lines.append(Files.readString(file));
      }
    }
    return lines.toString();
  }

  @Test
  @Timeout(120)
  void anOutageStopsWhatNeedsTheKeyAndNothingElse() throws Exception {
    done(put("before"));
    String upload = uploadOf("upload");
    String etag = putPart("upload", upload).headers().firstValue("ETag").orElseThrow();
    String versions = versions();
    List<Path> blobs = blobs();

    takeAway();
    refused(put("during"));
    refused(get("before"));
    refused(coffer.s3("POST", "/kept/another?uploads=", strict, ""));
    refused(putPart("upload", upload));
    refused(complete("upload", upload, etag));
    assertThat(get("upload").statusCode()).isEqualTo(404);
    var copy = Map.of("x-amz-copy-source", "/kept/before", SSE, "AES256");
    refused(coffer.s3("PUT", "/kept/copy", copy, ""));
    assertThat(coffer.s3("HEAD", "/kept/before", Map.of(), "").statusCode())
        .as("the key is not needed")
        .isEqualTo(200);
    assertThat(versions()).isEqualTo(versions);
    assertThat(blobs()).isEqualTo(blobs);
    assertThat(coffer.s3("GET", "/kept?uploads=", Map.of(), "").body())
        .containsOnlyOnce("<Upload>");
    done(coffer.s3("PUT", "/kept/of-another-key", Map.of(), BODY));
    assertThat(done(get("of-another-key"))).isEqualTo(BODY);

    bringBack();
    assertThat(getWhenBack("before")).isEqualTo(BODY);
    done(put("after"));
    assertThat(done(get("after"))).isEqualTo(BODY);
    done(complete("upload", upload, etag));
    assertThat(done(get("upload"))).isEqualTo(BODY);
    assertThat(calls().lines().filter(line -> line.contains("KeyUnavailableException")))
        .as("what was refused on behalf of S3 is written down")
        .hasSizeGreaterThanOrEqualTo(5)
        .allMatch(line -> line.contains("\"invokedBy\":\"s3.us-east-1.amazonaws.com\""))
        .allMatch(line -> line.contains(keyArn + " is unavailable."));
  }
}
