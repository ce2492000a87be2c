package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came back on a socket.
 *
 * @param status 0 when the connection was closed without an answer
 * @param body as text; every document of S3 is UTF-8
 */
record Answer(int status, Headers headers, String body) {
  static final Answer NONE = new Answer(0, Headers.EMPTY, "");

  boolean closed() {
    return status == 0;
  }

  String code() {
    return element("Code").orElse("");
  }

  String message() {
    return element("Message").orElse("");
  }

  /** The text of the first element of that name. */
  Optional<String> element(String name) {
    Matcher found =
        Pattern.compile("<" + name + ">(.*?)</" + name + ">", Pattern.DOTALL).matcher(body);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  String header(String name) {
    return headers.first(name).orElse("");
  }

  int bodyBytes() {
    return body.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Fails unless this is a well-formed refusal with code and status. */
  Answer refuses(String code, int expectedStatus) {
    assertThat(code() + " " + status).as(body).isEqualTo(code + " " + expectedStatus);
    assertThat(body).startsWith("<?xml").contains("<RequestId>", "<Error>");
    return this;
  }

  Answer says(String message) {
    assertThat(message()).isEqualTo(message);
    return this;
  }

  Answer is(int expectedStatus) {
    assertThat(status).as(body).isEqualTo(expectedStatus);
    return this;
  }
}
