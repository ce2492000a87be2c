package dev.coffer.wire.sigv4;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Requests that other signers made, read from the test resources. */
record Recorded(String name, Request request) {
  static final SecretAccessKey SECRET =
      SecretAccessKey.of("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

  static List<Recorded> all(String resource) {
    var all = new ArrayList<Recorded>();
    for (String block : new String(bytes(resource), StandardCharsets.UTF_8).split("\n\n", -1)) {
      if (!block.isBlank()) {
        all.add(parse(block.split("\n", -1)));
      }
    }
    return all;
  }

  static byte[] bytes(String resource) {
    try (InputStream in = Recorded.class.getResourceAsStream(resource)) {
      return Objects.requireNonNull(in, resource).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Recorded parse(String[] lines) {
    String[] requestLine = lines[1].split(" ", 2);
    String[] target = requestLine[1].split("\\?", 2);
    var headers = Headers.builder();
    byte[] body = new byte[0];
    for (int i = 2; i < lines.length; i++) {
      if (lines[i].startsWith("Body: ")) {
        body = lines[i].substring("Body: ".length()).getBytes(StandardCharsets.UTF_8);
        continue;
      }
      String[] field = lines[i].split(": ?", 2);
      headers.add(field[0], field[1]);
    }
    var request =
        new Request(
            requestLine[0],
            target[0],
            target.length < 2 ? null : target[1],
            headers.build(),
            Body.of(body),
            Request.Peer.LOCAL);
    return new Recorded(lines[0].substring(2), request);
  }

  @Override
  public String toString() {
    return name;
  }
}
