package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Goal: whatever somebody does to the files of a running server, its clients see no byte that was
 * not written, and no broken body that ends as a whole one does: 500, or a connection that is cut.
 */
class DamagedBodiesTest {
  private static final int SIZE = 3 * 16_384 + 5_000;
  private static final int FIRST_CHUNK_END = 56 + 16_400;
  private static final String CONTENT = text(1, SIZE);

  @TempDir static Path folder;

  private static Path data = Path.of("unset");
  private static StartedServer server;
  private static Sealed in;

  @BeforeAll
  static void start() {
    data = folder.resolve("data");
    server = StartedServer.over(data);
    RawClient raw = RawClient.of(server);
    try (S3Client s3 = server.s3();
        KmsClient kms = server.kms()) {
      String keyArn = kms.createKey().keyMetadata().arn();
      in = Sealed.fresh(raw, new Buckets(s3), keyArn);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    assertThat(server.log()).contains("ALARM").contains("stored bytes are not what was stored");
    assertThat(server.log()).doesNotContain("a defect");
  }

  private static String text(long seed, int size) {
    byte[] bytes = new byte[size];
    var random = new Random(seed);
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) ('a' + random.nextInt(26));
    }
    return new String(bytes, US_ASCII);
  }

  private static Blob blobOf(String key, Type type) {
    return Blob.madeBy(data, () -> in.put(key, type, CONTENT));
  }

  // ---- what a client gets

  /**
   * An answer as it came, to its end.
   *
   * @param announced how long its body is said to be
   */
  private record Got(int status, int announced, String body) {
    static Got by(String key, Headers headers) {
      String all = new String(bytes(key, headers), ISO_8859_1);
      int end = all.indexOf("\r\n\r\n");
      if (end < 0) {
        return new Got(0, 0, "");
      }
      String head = all.substring(0, end).toLowerCase(java.util.Locale.ROOT);
      String length = head.replaceFirst("(?s).*\ncontent-length: (\\d+).*", "$1");
      return new Got(
          Integer.parseInt(head.substring(9, 12)),
          Integer.parseInt(length),
          all.substring(end + 4));
    }

    private static byte[] bytes(String key, Headers headers) {
      RawClient raw = in.raw();
      Headers closing = headers.toBuilder().set("Connection", "close").build();
      var request = raw.signed("GET", "/" + in.bucket() + "/" + key, new byte[0], closing);
      var got = new ByteArrayOutputStream();
      try (var socket = new Socket(raw.http().getHost(), raw.http().getPort())) {
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(RawClient.head(request));
        socket.getInputStream().transferTo(got);
      } catch (SocketException _) {
        // A reset is a way to cut; what came before is looked at all the same.
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      return got.toByteArray();
    }

    boolean whole() {
      return status != 0 && body.length() == announced;
    }

    /** Fails unless this is 500, or true bytes that are cut off, or none at all. */
    void requireBroken(String why, String expected) {
      if (status >= 300) {
        assertThat(status).as(why).isEqualTo(500);
        assertThat(body).as(why).contains("<Code>InternalError</Code>");
        return;
      }
      assertThat(whole()).as("%s: a clean end of %s of %d", why, this, body.length()).isFalse();
      assertThat(expected.startsWith(body)).as(why + ": wrong bytes").isTrue();
    }
  }

  private static void requireNoticed(String why, String key, Type type) {
    Got.by(key, type.read()).requireBroken(why, CONTENT);
    for (int first : new int[] {0, 20_000, 40_000}) {
      int last = Math.min(first + 15_000, SIZE - 1);
      Headers range = type.read().toBuilder().set("Range", "bytes=" + first + "-" + last).build();
      Got ranged = Got.by(key, range);
      String expected = CONTENT.substring(first, last + 1);
      if (ranged.status() == 206 && ranged.whole()) {
        assertThat(ranged.body().equals(expected)).as(why + ": wrong bytes of a range").isTrue();
      } else {
        ranged.requireBroken(why, expected);
      }
    }
  }

  private static byte[] joined(byte[] header, List<byte[]> chunks) {
    var joined = new ByteArrayOutputStream();
    joined.writeBytes(header);
    chunks.forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  /** One object, and what is done to its file. */
  private record Victim(String key, Type type, Blob blob) {
    void with(String why, byte[] bytes) {
      blob.write(bytes);
      requireNoticed(type + ", " + why, key, type);
    }

    void recovers() {
      blob.restore();
      Got again = Got.by(key, type.read());
      assertThat(again.status()).isEqualTo(200);
      assertThat(again.body().equals(CONTENT)).isTrue();
    }
  }

  // ---- what is done

  @ParameterizedTest
  @EnumSource(Type.class)
  void flippedBitsAreNoticedWhereverTheyAre(Type type) {
    var victim = new Victim("flip-" + type, type, blobOf("flip-" + type, type));
    byte[] sealed = victim.blob().sealed();
    var random = new Random(type.name().hashCode());
    for (int i = 0; i < 20; i++) {
      int at = i < 4 ? i * 20 : random.nextInt(sealed.length);
      byte[] changed = sealed.clone();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      victim.with("byte " + at + " of " + sealed.length, changed);
      if (at < FIRST_CHUNK_END) {
        in.send("GET", victim.key(), "", type.read()).refuses("InternalError", 500);
      }
    }
    victim.recovers();
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void aBodyCutAtAChunkBoundaryHasNoCleanEnd(Type type) {
    var victim = new Victim("cut-" + type, type, blobOf("cut-" + type, type));
    byte[] sealed = victim.blob().sealed();
    int end = victim.blob().sealHeader().length;
    victim.with("nothing left", new byte[0]);
    victim.with("no chunk left", Arrays.copyOf(sealed, end));
    List<byte[]> chunks = victim.blob().chunks();
    for (int count = 0; count < chunks.size() - 1; count++) {
      end += chunks.get(count).length;
      for (int cut = end - 1; cut <= end + 1; cut++) {
        victim.with("cut to " + cut, Arrays.copyOf(sealed, cut));
      }
    }
    victim.with("the last byte cut", Arrays.copyOf(sealed, sealed.length - 1));
    victim.with("a byte more", Arrays.copyOf(sealed, sealed.length + 1));
    victim.recovers();
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void chunksCannotMoveNorComeTwiceNorFromAnotherObject(Type type) {
    var victim = new Victim("move-" + type, type, blobOf("move-" + type, type));
    Blob other = blobOf("other-" + type, type);
    byte[] header = victim.blob().sealHeader();
    List<byte[]> chunks = victim.blob().chunks();
    for (int i = 0; i < chunks.size(); i++) {
      List<byte[]> swapped = new ArrayList<>(chunks);
      Collections.swap(swapped, i, (i + 1) % chunks.size());
      victim.with("chunk " + i + " swapped", joined(header, swapped));
      List<byte[]> repeated = new ArrayList<>(chunks);
      repeated.add(i, chunks.get(i));
      victim.with("chunk " + i + " twice", joined(header, repeated));
      List<byte[]> fewer = new ArrayList<>(chunks);
      fewer.remove(i);
      victim.with("chunk " + i + " missing", joined(header, fewer));
      List<byte[]> foreign = new ArrayList<>(chunks);
      foreign.set(i, other.chunks().get(i));
      victim.with("chunk " + i + " of another object", joined(header, foreign));
    }
    victim.with("another object's body", other.sealed());
    victim.with("another object's header", joined(other.sealHeader(), chunks));
    victim.recovers();
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void aDamagedPartAndADamagedSourceOfACopyAreNoticedToo(Type type) {
    String key = "parts-" + type;
    String id = in.begin(key, type);
    List<String> eTags = new ArrayList<>();
    Blob part =
        Blob.madeBy(
            data, () -> eTags.add(in.part(key, id, 1, CONTENT, type.read()).header("ETag")));
    in.complete(key, id, eTags).is(200);
    byte[] changed = part.sealed();
    changed[changed.length - 1] ^= 1;
    new Victim(key, type, part).with("the last chunk of a part", changed);
    String target = "copy-of-" + key;
    Answer copied = in.send("PUT", target, "", in.from(key, type));
    assertThat(copied.status() == 500 || copied.closed()).as(copied.body()).isTrue();
    in.send("HEAD", target, "").is(404);
    String upload = in.begin(target, Type.SSE_S3);
    Answer partCopied = in.part(target, upload, 1, "", in.from(key, type));
    assertThat(partCopied.status() == 500 || partCopied.closed()).isTrue();
    Answer listed = in.send("GET", target + "?uploadId=" + upload, "").is(200);
    assertThat(listed.body()).doesNotContain("<Part>");
    new Victim(key, type, part).recovers();
  }

  @Test
  void swappedFilesOfTwoObjectsAreNoticed() {
    Blob one = blobOf("one", Type.SSE_KMS_BUCKET_KEY);
    Blob other = blobOf("two", Type.SSE_KMS_BUCKET_KEY);
    one.write(other.sealed());
    other.write(one.sealed());
    requireNoticed("swapped", "one", Type.SSE_KMS_BUCKET_KEY);
    requireNoticed("swapped", "two", Type.SSE_KMS_BUCKET_KEY);
    one.restore();
    other.restore();
  }
}
