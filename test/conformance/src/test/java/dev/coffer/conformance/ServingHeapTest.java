package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * When its requests are over, a server that goes on serving holds none of what they brought among
 * its live objects: no customer's key, right or wrong, no data key that was handed out, no body and
 * no metadata.
 */
class ServingHeapTest {
  private static final String BODY = "canary-of-bodies-55d0c3a1-";
  private static final String METADATA = "canary-of-metadata-0e61bb94";
  private static final String WRONG_KEY = "canary:the-heap-holds-no-such-k.";
  private static final String SHORT_KEY = "canary:too-short-for-the-heap";

  @TempDir Path folder;

  @Test
  void nothingOfARequestOutlivesIt() throws Exception {
    var secrets = new LinkedHashMap<String, byte[]>();
    for (String text : List.of(BODY, METADATA, WRONG_KEY, SHORT_KEY, Type.KEY)) {
      secrets.put(text, text.getBytes(US_ASCII));
    }
    try (var server = StartedServer.over(folder.resolve("data"));
        S3Client s3 = server.s3();
        KmsClient kms = server.kms()) {
      String keyArn = kms.createKey().keyMetadata().arn();
      Sealed in = Sealed.fresh(RawClient.of(server), new Buckets(s3), keyArn);
      for (Type type : Type.values()) {
        use(in, type);
      }
      KmsCalls.DataKey made = KmsCalls.of(server).dataKey(keyArn);
      secrets.put("a data key that was handed out", made.plaintext().toArray());
      secrets.put("the key file", Files.readAllBytes(folder.resolve("data/keys/root.key")));
      byte[] heap = Heap.of(server, folder.resolve("served.hprof"));
      assertThat(Traces.of(in.bucket().getBytes(UTF_8)).in(heap))
          .as("the search finds what is there")
          .isTrue();
      assertThat(found(secrets, heap)).isEmpty();
      assertThat(server.stop()).isZero();
    }
  }

  private static List<String> found(Map<String, byte[]> secrets, byte[] heap) {
    var found = new ArrayList<String>();
    secrets.forEach((name, secret) -> {
      if (Traces.of(secret).in(heap)) {
        found.add(name);
      }
    });
    return found;
  }

  private static void use(Sealed in, Type type) {
    Headers metadata = Headers.of("x-amz-meta-note", METADATA);
    for (int size : new int[] {300, 150_000}) {
      String body = BODY.repeat(size / BODY.length());
      String key = type + "-" + size;
      in.send("PUT", key, body, type.written(in.keyArn()), metadata).is(200);
      assertThat(in.get(key, type).is(200).body()).isEqualTo(body);
      in.send("PUT", "copy-of-" + key, "", type.written(in.keyArn()), in.from(key, type)).is(200);
      for (String wrong : List.of(WRONG_KEY, SHORT_KEY)) {
        assertThat(in.send("GET", key, "", Type.customer("x-amz", wrong)).status())
            .isGreaterThanOrEqualTo(400);
      }
    }
  }
}
