package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * One client with keys of its own. It remembers for each key what may be there: one content after
 * an answer, two after a request that was cut off.
 */
final class CrashWriter {
  /** Bodies of at most this many bytes lie in their rows. */
  static final int LARGEST_SMALL_BYTES = 8 * 1024;

  private static final int KEYS = 8;
  private static final int PART_BYTES = 5 << 20;
  private static final String ABSENT = "absent";

  private final String bucket;
  private final String prefix;
  private final Random random;
  private final Map<String, Set<String>> possible = new TreeMap<>();
  private final Map<String, String> versions = new LinkedHashMap<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private int cutOff;

  CrashWriter(String bucket, String prefix, Random random) {
    this.bucket = bucket;
    this.prefix = prefix;
    this.random = random;
  }

  String bucket() {
    return bucket;
  }

  int acknowledged() {
    return acknowledged.get();
  }

  int cutOff() {
    return cutOff;
  }

  /** Writes until the server does not answer any more. */
  void writeUntilCut(StartedServer server) {
    try (S3Client s3 = server.s3()) {
      while (true) {
        String key = prefix + random.nextInt(KEYS);
        Step step = step(s3, key);
        Set<String> before = possible.getOrDefault(key, Set.of(ABSENT));
        try {
          String version = step.work().run();
          acknowledged.incrementAndGet();
          possible.put(key, Set.of(step.content()));
          if (version != null && !step.content().equals(ABSENT)) {
            versions.put(key + "?" + version, step.content());
          }
        } catch (SdkException cut) {
          cutOff++;
          var either = new TreeSet<>(before);
          either.add(step.content());
          possible.put(key, either);
          if (!server.isAlive() || isCut(cut)) {
            return;
          }
          throw cut;
        }
      }
    }
  }

  private static boolean isCut(SdkException cut) {
    return !(cut instanceof software.amazon.awssdk.awscore.exception.AwsServiceException);
  }

  /** A write and the content that it leaves. */
  private record Step(String content, Work work) {}

  /** Gives the version id of what it wrote; null when there is none. */
  private interface Work {
    String run();
  }

  private Step step(S3Client s3, String key) {
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> put(s3, key, bytes(random.nextInt(LARGEST_SMALL_BYTES)));
      case 4, 5 -> put(s3, key, bytes(100_000 + random.nextInt(1_000_000)));
      case 6 -> multipart(s3, key, bytes(PART_BYTES + random.nextInt(100_000)));
      case 7 -> copy(s3, key);
      default -> delete(s3, key);
    };
  }

  private Step put(S3Client s3, String key, byte[] body) {
    return new Step(
        digest(body),
        () ->
            s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(body))
                .versionId());
  }

  private Step delete(S3Client s3, String key) {
    return new Step(
        ABSENT, () -> s3.deleteObject(delete -> delete.bucket(bucket).key(key)).versionId());
  }

  private Step copy(S3Client s3, String key) {
    List<String> sources =
        possible.entrySet().stream()
            .filter(entry -> entry.getValue().size() == 1 && !entry.getValue().contains(ABSENT))
            .map(Map.Entry::getKey)
            .filter(source -> !source.equals(key))
            .toList();
    if (sources.isEmpty()) {
      return put(s3, key, bytes(100));
    }
    String source = sources.get(random.nextInt(sources.size()));
    String content = possible.get(source).iterator().next();
    return new Step(
        content,
        () ->
            s3.copyObject(copy ->
                    copy.sourceBucket(bucket)
                        .sourceKey(source)
                        .destinationBucket(bucket)
                        .destinationKey(key))
                .versionId());
  }

  private Step multipart(S3Client s3, String key, byte[] body) {
    return new Step(
        digest(body),
        () -> {
          String upload =
              s3.createMultipartUpload(create -> create.bucket(bucket).key(key)).uploadId();
          var parts = new ArrayList<CompletedPart>();
          for (int at = 0, number = 1; at < body.length; at += PART_BYTES, number++) {
            parts.add(part(s3, key, upload, number, body, at));
          }
          return s3.completeMultipartUpload(complete ->
                  complete
                      .bucket(bucket)
                      .key(key)
                      .uploadId(upload)
                      .multipartUpload(done -> done.parts(parts)))
              .versionId();
        });
  }

  private CompletedPart part(
      S3Client s3, String key, String upload, int number, byte[] body, int at) {
    byte[] piece = java.util.Arrays.copyOfRange(body, at, Math.min(body.length, at + PART_BYTES));
    String eTag =
        s3.uploadPart(
                part -> part.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                RequestBody.fromBytes(piece))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(eTag).build();
  }

  /** Reads every key and every acknowledged version back, and settles what was open. */
  void verify(S3Client s3, String when) {
    possible.replaceAll((key, contents) -> {
      String found = read(s3, key);
      assertThat(contents).as("%s %s/%s", when, bucket, key).contains(found);
      return Set.of(found);
    });
    versions.forEach((keyAndVersion, content) -> {
      int mark = keyAndVersion.lastIndexOf('?');
      byte[] body =
          s3.getObjectAsBytes(get ->
                  get.bucket(bucket)
                      .key(keyAndVersion.substring(0, mark))
                      .versionId(keyAndVersion.substring(mark + 1)))
              .asByteArrayUnsafe();
      assertThat(digest(body)).as("%s %s", when, keyAndVersion).isEqualTo(content);
    });
  }

  Set<String> liveKeys() {
    var keys = new TreeSet<String>();
    possible.forEach((key, contents) -> {
      if (!contents.contains(ABSENT)) {
        keys.add(key);
      }
    });
    return keys;
  }

  private String read(S3Client s3, String key) {
    try {
      return digest(s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArrayUnsafe());
    } catch (NoSuchKeyException _) {
      return ABSENT;
    }
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
