package dev.coffer.store.logging;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What a log says of one request: Amazon's 27 fields, a space between them, {@code -} where there
 * is nothing to say. Text of a client cannot end a field or a line: see {@link LogText}.
 *
 * <p>Source: Amazon S3 User Guide, "Server access log format" (2026).
 *
 * @param time when the request came
 */
public record AccessRecord(Instant time, Asker asker, Asked asked, Outcome outcome) {
  /** For the service, which acts without a request. */
  private static final String NOTHING = "-";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("'['dd/MMM/uuuu:HH:mm:ss '+0000]'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /**
   * Who sent it, and over what.
   *
   * @param requester canonical id of an account's root, ARN of others; null for nobody in
   *     particular
   * @param hostId who answered
   */
  public record Asker(
      @Nullable String address,
      @Nullable String requester,
      String requestId,
      String hostId,
      Connection connection) {}

  /**
   * How it came.
   *
   * @param signature {@code SigV4}, {@code SigV2}
   * @param cipherSuite as OpenSSL names it
   * @param authentication {@code AuthHeader}, {@code QueryString}
   * @param tlsVersion {@code TLSv1.3}
   */
  public record Connection(
      @Nullable String signature,
      @Nullable String cipherSuite,
      @Nullable String authentication,
      @Nullable String host,
      @Nullable String tlsVersion) {
    /** Nothing is known. */
    public static final Connection NONE = new Connection(null, null, null, null, null);
  }

  /**
   * What was asked for.
   *
   * @param operation {@code REST.PUT.OBJECT}
   * @param line of the request; null where the record is about a part of one
   */
  public record Asked(
      String operation, @Nullable String key, @Nullable String versionId, @Nullable Line line) {}

  /**
   * The request's first line, and where it says it comes from.
   *
   * @param uri as it was sent, without its secrets
   * @param protocol {@code HTTP/1.1}
   */
  public record Line(
      String method,
      String uri,
      String protocol,
      @Nullable String referer,
      @Nullable String userAgent) {}

  /**
   * What became of it.
   *
   * @param status {@link #NONE} of what is no answer
   * @param errorCode Amazon's; null for none
   * @param bytesSent of the answer's body
   * @param objectBytes the object's whole size; null where there is none or nobody knows
   */
  public record Outcome(
      int status,
      @Nullable String errorCode,
      long bytesSent,
      @Nullable Long objectBytes,
      @Nullable Times times) {
    /** No status. */
    public static final int NONE = 0;
  }

  /**
   * How long it took.
   *
   * @param totalMillis from the request's first byte to the answer's last
   * @param turnAroundMillis from the request's last byte to the answer's first
   */
  public record Times(long totalMillis, long turnAroundMillis) {}

  /** The line, without its end. */
  String line(LogSource source) {
    var line = new StringJoiner(" ");
    line.add(source.canonicalId()).add(source.bucket()).add(TIME.format(time));
    line.add(LogText.word(asker.address()))
        .add(LogText.word(asker.requester()))
        .add(asker.requestId());
    Line sent = asked.line();
    line.add(asked.operation()).add(LogText.key(asked.key())).add(uri(sent));
    outcome(line);
    line.add(sent == null ? NOTHING : LogText.quoted(sent.referer()))
        .add(sent == null ? NOTHING : LogText.quoted(sent.userAgent()))
        .add(LogText.word(asked.versionId()))
        .add(asker.hostId());
    connection(line);
    // access point, whether an access control list was needed, the Region it came from
    return line.add(NOTHING).add(NOTHING).add(NOTHING).toString();
  }

  private static String uri(@Nullable Line sent) {
    return sent == null
        ? NOTHING
        : LogText.quoted(sent.method() + " " + sent.uri() + " " + sent.protocol());
  }

  private void outcome(StringJoiner line) {
    Times times = outcome.times();
    line.add(outcome.status() == Outcome.NONE ? NOTHING : Integer.toString(outcome.status()))
        .add(LogText.word(outcome.errorCode()))
        .add(outcome.bytesSent() == 0 ? NOTHING : Long.toString(outcome.bytesSent()))
        .add(number(outcome.objectBytes()))
        .add(number(times == null ? null : times.totalMillis()))
        .add(number(times == null ? null : times.turnAroundMillis()));
  }

  private void connection(StringJoiner line) {
    Connection connection = asker.connection();
    line.add(LogText.word(connection.signature()))
        .add(LogText.word(connection.cipherSuite()))
        .add(LogText.word(connection.authentication()))
        .add(LogText.word(connection.host()))
        .add(LogText.word(connection.tlsVersion()));
  }

  private static String number(@Nullable Long value) {
    return value == null ? NOTHING : value.toString();
  }
}
