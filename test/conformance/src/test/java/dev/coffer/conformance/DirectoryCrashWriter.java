package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One client with keys of its own in a directory bucket. It knows what is at all of them: one state
 * after an answer, two after a request that was cut off.
 */
final class DirectoryCrashWriter implements Kills.Writer {
  private static final int KEYS = 4;
  private static final int LARGEST = 400_000;

  private final String bucket;
  private final String prefix;
  private final Random random;
  private List<Map<String, ByteBuffer>> possible = List.of(Map.of());
  private int renames;
  private int appends;
  private int cutOff;
  private final AtomicInteger acknowledged = new AtomicInteger();
  private volatile @Nullable SdkException refusal;

  DirectoryCrashWriter(String bucket, String prefix, Random random) {
    this.bucket = bucket;
    this.prefix = prefix;
    this.random = random;
  }

  String bucket() {
    return bucket;
  }

  String prefix() {
    return prefix;
  }

  int renames() {
    return renames;
  }

  int appends() {
    return appends;
  }

  /** Of all kinds; may be asked while it writes. */
  @Override
  public int acknowledged() {
    return acknowledged.get();
  }

  int cutOff() {
    return cutOff;
  }

  /** A request, and what is there after it. */
  private record Step(Map<String, ByteBuffer> after, Runnable work, Runnable done) {}

  /** What a server said or did to a request while nobody had killed it. */
  @Override
  public Optional<SdkException> refusal() {
    return Optional.ofNullable(refusal);
  }

  /**
   * Writes until the server does not answer any more; what is there before is known.
   *
   * @param killed true from just before the server is killed
   */
  @Override
  public void writeUntilCut(StartedServer server, AtomicBoolean killed) {
    try (S3Client s3 = server.s3()) {
      while (true) {
        Map<String, ByteBuffer> before = possible.getFirst();
        Step step = step(s3, before);
        try {
          step.work().run();
          step.done().run();
          acknowledged.incrementAndGet();
          possible = List.of(step.after());
        } catch (SdkException cut) {
          cutOff++;
          possible = List.of(before, step.after());
          if (!killed.get() || cut instanceof AwsServiceException) {
            refusal = cut;
          }
          return;
        }
      }
    }
  }

  private Step step(S3Client s3, Map<String, ByteBuffer> before) {
    String key = prefix + random.nextInt(KEYS);
    ByteBuffer there = before.get(key);
    if (there == null) {
      return put(s3, before, key);
    }
    return switch (random.nextInt(10)) {
      case 0 -> put(s3, before, key);
      case 1 -> delete(s3, before, key);
      case 2, 3, 4, 5 -> append(s3, before, key, there);
      default -> rename(s3, before, key, there);
    };
  }

  private Step put(S3Client s3, Map<String, ByteBuffer> before, String key) {
    byte[] body = bytes();
    return new Step(
        with(before, key, body),
        () -> s3.putObject(of -> of.bucket(bucket).key(key), RequestBody.fromBytes(body)),
        () -> {});
  }

  private Step delete(S3Client s3, Map<String, ByteBuffer> before, String key) {
    var after = new TreeMap<>(before);
    after.remove(key);
    return new Step(after, () -> s3.deleteObject(of -> of.bucket(bucket).key(key)), () -> {});
  }

  private Step append(S3Client s3, Map<String, ByteBuffer> before, String key, ByteBuffer there) {
    byte[] added = bytes();
    byte[] longer = new byte[there.capacity() + added.length];
    there.duplicate().rewind().get(longer, 0, there.capacity());
    System.arraycopy(added, 0, longer, there.capacity(), added.length);
    long offset = there.capacity();
    return new Step(
        with(before, key, longer),
        () ->
            s3.putObject(
                of -> of.bucket(bucket).key(key).writeOffsetBytes(offset),
                RequestBody.fromBytes(added)),
        () -> appends++);
  }

  private Step rename(S3Client s3, Map<String, ByteBuffer> before, String key, ByteBuffer there) {
    String other = prefix + (random.nextInt(KEYS) + KEYS);
    String to = before.containsKey(other) ? prefix + random.nextInt(KEYS) : other;
    if (to.equals(key)) {
      return put(s3, before, key);
    }
    var after = new TreeMap<>(before);
    after.remove(key);
    after.put(to, there);
    return new Step(
        after,
        () -> s3.renameObject(of -> of.bucket(bucket).renameSource(key).key(to)),
        () -> renames++);
  }

  private static Map<String, ByteBuffer> with(
      Map<String, ByteBuffer> before, String key, byte[] body) {
    var after = new TreeMap<>(before);
    after.put(key, ByteBuffer.wrap(body));
    return after;
  }

  /** What is there is one of the possible states, and from now on the only one. */
  void verify(S3Client s3, Map<String, Long> listed, String when) {
    var found = new TreeMap<String, ByteBuffer>();
    for (String key : listed.keySet()) {
      byte[] body = s3.getObjectAsBytes(of -> of.bucket(bucket).key(key)).asByteArray();
      assertThat(listed.get(key)).as("%s %s", when, key).isEqualTo(body.length);
      found.put(key, ByteBuffer.wrap(body));
    }
    assertThat(possible.stream().anyMatch(found::equals))
        .as("%s: at %s are %s, one of %s was expected", when, prefix, sizes(found), all())
        .isTrue();
    possible = List.of(found);
  }

  private List<Map<String, Integer>> all() {
    return possible.stream().map(DirectoryCrashWriter::sizes).toList();
  }

  private static Map<String, Integer> sizes(Map<String, ByteBuffer> state) {
    var sizes = new TreeMap<String, Integer>();
    state.forEach((key, body) -> sizes.put(key, body.capacity()));
    return sizes;
  }

  void deleteAll(S3Client s3) {
    for (String key : new ArrayList<>(possible.getFirst().keySet())) {
      s3.deleteObject(of -> of.bucket(bucket).key(key));
    }
  }

  /** Mostly small, as lines of a log are. */
  private byte[] bytes() {
    byte[] bytes = new byte[1 + random.nextInt(random.nextInt(4) == 0 ? LARGEST : 3000)];
    random.nextBytes(bytes);
    return bytes;
  }
}
