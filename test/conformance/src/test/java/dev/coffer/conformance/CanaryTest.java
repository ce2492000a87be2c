package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * No byte that a client sent as content, metadata or content header lies in the data folder or in
 * the log, in any usual coding; and no secret key outside the file that is made for it.
 */
class CanaryTest {
  private static final String BODY = "canary-of-bodies-7d41c9a2";
  private static final String METADATA = "canary-of-metadata-5e8f03b1";
  private static final String HEADER = "canary-of-headers-c2776e90";
  private static final String OLD = "canary-of-old-versions-3ab90d44";
  private static final String ABORTED = "canary-of-aborted-parts-91f0ee5c";

  @TempDir Path folder;

  @Test
  void nothingOfAClientsBytesLiesOnTheDisk() throws Exception {
    Path data = folder.resolve("data");
    var secrets = new ArrayList<String>();
    try (var server = StartedServer.over(data);
        S3Client s3 = server.s3()) {
      secrets.add(server.secretAccessKey());
      write(s3, "stopped");
      assertThat(holds(data, server.accessKeyId())).as("the search finds what is there").isTrue();
      assertThat(server.stop()).isZero();
      nothingLeaks(data, server, secrets);
    }
    try (var server = StartedServer.over(data);
        S3Client s3 = server.s3()) {
      readBack(s3, "stopped");
      write(s3, "killed");
      readBack(s3, "killed");
      nothingLeaks(data, server, secrets);
      server.kill();
      nothingLeaks(data, server, secrets);
    }
  }

  private static void write(S3Client s3, String bucket) {
    var buckets = new Buckets(s3);
    s3.createBucket(create -> create.bucket(bucket));
    buckets.versioning(
        bucket, software.amazon.awssdk.services.s3.model.BucketVersioningStatus.ENABLED);
    buckets.put(bucket, "small", filled(OLD, 300));
    put(s3, bucket, "small", filled(BODY, 300));
    put(s3, bucket, "medium", filled(BODY, 20_000));
    put(s3, bucket, "large", filled(BODY, 3_000_000));
    var upload =
        Upload.begin(
            s3, bucket, "parts", c -> c.contentType(HEADER).metadata(Map.of("note", METADATA)));
    upload.part(1, filled(BODY, Upload.SMALLEST));
    upload.part(2, filled(BODY, 500));
    upload.complete();
    var aborted = Upload.begin(s3, bucket, "aborted");
    aborted.part(1, filled(ABORTED, 100_000));
    aborted.abort();
    Upload.begin(s3, bucket, "open").part(1, filled(ABORTED, 100_000));
    for (String source : List.of("small", "large", "parts")) {
      s3.copyObject(copy ->
          copy.sourceBucket(bucket)
              .sourceKey(source)
              .destinationBucket(bucket)
              .destinationKey("copy-of-" + source));
    }
  }

  private static void put(S3Client s3, String bucket, String key, byte[] body) {
    s3.putObject(
        put ->
            put.bucket(bucket)
                .key(key)
                .contentType(HEADER)
                .contentDisposition(HEADER)
                .cacheControl(HEADER)
                .contentLanguage(HEADER)
                .metadata(Map.of("note", METADATA, METADATA, "name")),
        RequestBody.fromBytes(body));
  }

  private static void readBack(S3Client s3, String bucket) {
    for (String key : List.of("small", "large", "parts", "copy-of-small", "copy-of-parts")) {
      var got = s3.getObjectAsBytes(get -> get.bucket(bucket).key(key));
      assertThat(got.asString(ISO_8859_1)).contains(BODY);
      assertThat(got.response().metadata()).containsEntry("note", METADATA);
      assertThat(got.response().contentType()).isEqualTo(HEADER);
    }
  }

  /** The canary at every few bytes, so that it stands at all offsets of base64 and of blocks. */
  private static byte[] filled(String canary, int size) {
    var text = new StringBuilder(size + 64);
    var random = new Random(size);
    while (text.length() < size) {
      text.append(canary).append(".".repeat(random.nextInt(7)));
    }
    return text.substring(0, size).getBytes(ISO_8859_1);
  }

  private static void nothingLeaks(Path data, StartedServer server, List<String> secrets)
      throws IOException {
    for (String canary : List.of(BODY, METADATA, HEADER, OLD, ABORTED)) {
      assertThat(leaks(data, canary)).as(canary).isEmpty();
      assertThat(leaks(server.logFile(), canary)).as(canary).isEmpty();
    }
    for (String secret : secrets) {
      assertThat(leaks(data, secret))
          .as("secret key")
          .allMatch(file -> file.endsWith("first-run.env"));
    }
  }

  private static boolean holds(Path data, String text) throws IOException {
    return !leaks(data, text).isEmpty();
  }

  /** The files that hold the text raw, in base64 at any offset, or in hexadecimal. */
  private static List<Path> leaks(Path root, String text) throws IOException {
    List<String> forms = forms(text);
    var found = new ArrayList<Path>();
    try (var files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = new String(Files.readAllBytes(file), ISO_8859_1);
        if (content.length() > 0 && forms.stream().anyMatch(content::contains)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private static List<String> forms(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    String hex = HexFormat.of().formatHex(bytes);
    var forms = new ArrayList<>(List.of(text, hex, hex.toUpperCase(Locale.ROOT)));
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[bytes.length + shift];
      System.arraycopy(bytes, 0, shifted, shift, bytes.length);
      String coded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      String certain = coded.substring(shift == 0 ? 0 : 4, coded.length() - 2);
      forms.add(certain);
      forms.add(certain.replace('+', '-').replace('/', '_'));
    }
    return forms;
  }
}
