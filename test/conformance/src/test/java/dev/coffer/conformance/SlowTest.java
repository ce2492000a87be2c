package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that send nothing, or never enough, are not waited for. All of them wait at once. */
@ExtendWith(SharedServer.class)
class SlowTest {
  private static final int LONGEST_MILLIS = 90_000;
  private static final int SLOW_CLIENTS = 50;

  private final RawClient raw;
  private final Buckets buckets;

  SlowTest(RawClient raw, Buckets buckets) {
    this.raw = raw;
    this.buckets = buckets;
  }

  @Test
  void whoSendsNothingIsNotWaitedFor() throws IOException {
    String bucket = buckets.fresh();
    byte[] body = new byte[100_000];
    Request put = raw.signed("PUT", "/" + bucket + "/k", body, Headers.EMPTY);
    var silent = new ArrayList<RawSocket>();
    try {
      for (int i = 0; i < SLOW_CLIENTS; i++) {
        silent.add(beginning(""));
        silent.add(beginning("GET / HT"));
        silent.add(beginning("GET / HTTP/1.1\r\nHost: localhost\r\na: b\r\n"));
        silent.add(beginning(new String(RawClient.head(put), US_ASCII) + "some of the body"));
      }
      buckets.put(bucket, "meanwhile", "others are served");
      assertThat(buckets.text(bucket, "meanwhile")).isEqualTo("others are served");
      for (RawSocket socket : silent) {
        assertThat(socket.answer(false).status()).isIn(0, 400, 408);
      }
    } finally {
      closeAll(silent);
    }
    raw.get("/" + bucket + "/k").refuses("NoSuchKey", 404);
  }

  private RawSocket beginning(String text) throws IOException {
    var socket = new RawSocket(raw.http()).patience(LONGEST_MILLIS);
    socket.write(text);
    return socket;
  }

  private static void closeAll(List<RawSocket> sockets) throws IOException {
    for (RawSocket socket : sockets) {
      socket.close();
    }
  }
}
