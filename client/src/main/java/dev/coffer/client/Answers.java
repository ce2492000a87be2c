package dev.coffer.client;

import dev.coffer.client.CofferClientException.Reason;
import dev.coffer.wire.codec.Codec;
import dev.coffer.wire.codec.ErrorDocument;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.GetBucketEncryption;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Answers as values or exceptions. Trusts nothing that came: sizes are capped, documents have
 * neither types nor entities, and a page of some proxy is not a success.
 */
final class Answers {
  private static final int MAX_QUOTED = 200;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

  private Answers() {}

  /** The answer of an operation that has no output; a body would be somebody else's. */
  @SuppressWarnings("NullAway") // Void has no value but null
  static Void done(HttpResponse<CappedBody.Content> answer) {
    if (success(answer).length > 0) {
      throw unreadable("a body where none belongs");
    }
    return null;
  }

  static StoredEncryption configuration(HttpResponse<CappedBody.Content> answer) {
    byte[] bytes = success(answer);
    var response = new Response(answer.statusCode(), Headers.EMPTY, Body.of(bytes));
    try {
      return Documents.read(
          Codec.s3()
              .decodeResponse(GetBucketEncryption.Output.class, response)
              .configuration()
              .read(),
          bytes);
    } catch (MalformedMessage malformed) {
      throw new CofferClientException(
          Reason.UNREADABLE_ANSWER, "not an encryption configuration", malformed);
    }
  }

  private static byte[] success(HttpResponse<CappedBody.Content> answer) {
    if (answer.statusCode() < 200 || answer.statusCode() > 299) {
      throw refusal(answer).exception();
    }
    if (!answer.body().complete()) {
      throw unreadable("longer than " + Sender.MAX_ANSWER_BYTES + " bytes");
    }
    return answer.body().bytes();
  }

  private static Refusal refusal(HttpResponse<CappedBody.Content> answer) {
    byte[] bytes = answer.body().bytes();
    ErrorDocument document =
        ErrorDocument.find(answer.statusCode(), bytes)
            .orElseGet(() -> noDocument(answer.statusCode(), bytes));
    return new Refusal(
        answer.statusCode(),
        document.code(),
        document.message(),
        or(document.requestId(), answer, "x-amz-request-id"),
        or(document.hostId(), answer, "x-amz-id-2"),
        document.elements(),
        retryAfter(answer));
  }

  private static ErrorDocument noDocument(int status, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8).replaceAll("[\\s\\p{C}]+", " ").strip();
    String quoted = text.length() > MAX_QUOTED ? text.substring(0, MAX_QUOTED) + "…" : text;
    String message =
        quoted.isEmpty()
            ? "no error document"
            : "no error document; the answer begins with: " + quoted;
    return new ErrorDocument(status, "", message, Map.of(), "", "");
  }

  private static String or(
      String value, HttpResponse<CappedBody.Content> answer, String headerName) {
    return value.isEmpty() ? answer.headers().firstValue(headerName).orElse("") : value;
  }

  /** Seconds only; Amazon sends no dates here. */
  private static Duration retryAfter(HttpResponse<CappedBody.Content> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .map(String::strip)
        .filter(value -> SECONDS.matcher(value).matches())
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(Duration.ZERO);
  }

  private static CofferClientException unreadable(String why) {
    return new CofferClientException(Reason.UNREADABLE_ANSWER, why);
  }
}
