package dev.coffer.server.gateway;

import dev.coffer.store.logging.AccessLog;
import dev.coffer.store.logging.AccessRecord;
import dev.coffer.store.logging.AccessRecord.Asked;
import dev.coffer.store.logging.AccessRecord.Asker;
import dev.coffer.store.logging.AccessRecord.Outcome;
import dev.coffer.store.logging.AccessRecord.Times;
import dev.coffer.store.logging.Logged;
import dev.coffer.store.object.SourceName;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.DeleteObjects;
import dev.coffer.wire.s3.S3Error;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the logs of buckets are told of a request: gathered on its way, told once its answer has
 * ended. One thread only.
 *
 * <p>A copy is in the log of its source too; each entry of DeleteObjects has a record of its own.
 */
final class LoggedRequest {
  private static final Pattern RANGE = Pattern.compile("bytes \\d+-\\d+/(\\d+)");
  private static final int NO_CONTENT = 204;

  private final AccessLog log;
  private final @Nullable Logged logged;
  private final @Nullable Source source;
  private final Request request;
  private @Nullable String key;
  private @Nullable Instant arrived;
  private List<Asked> entries = List.of();
  private List<Outcome> outcomes = List.of();

  /** What is copied, where its bucket is logged. */
  record Source(Logged logged, SourceName name) {}

  /**
   * An answer that has ended.
   *
   * @param bytes of its body
   * @param first when it began
   */
  record Ended(Response response, long bytes, Instant first, Instant last, String hostId) {}

  LoggedRequest(
      AccessLog log,
      @Nullable Logged logged,
      @Nullable Source source,
      Request request,
      @Nullable String key) {
    this.log = log;
    this.logged = logged;
    this.source = source;
    this.request = request;
    this.key = key;
  }

  /** The request, with a body that tells when it has come. */
  Request watched(Request sent, InstantSource clock) {
    Body body = sent.body();
    if (body.sizeBytes() == 0) {
      return sent;
    }
    var stream = new ArrivingBody(body.stream(), body.sizeBytes(), () -> arrived = clock.instant());
    return sent.withBody(body.withStream(stream));
  }

  /** The key, where it did not stand in the address: of a form. */
  void keyed(String found) {
    key = found;
  }

  /** What an operation did, where it takes more than the answer to tell. */
  void done(Object operation, Object output) {
    if (operation instanceof DeleteObjects deletes && output instanceof DeleteObjects.Output ends) {
      List<DeleteObjects.Target> targets = deletes.delete().read().objects();
      Map<DeleteObjects.Target, String> failed = failed(ends);
      entries =
          targets.stream()
              .map(one -> new Asked(LogNames.DELETED_ENTRY, one.key(), one.versionId(), null))
              .toList();
      outcomes = targets.stream().map(one -> outcome(failed.get(id(one)))).toList();
    }
  }

  private static Map<DeleteObjects.Target, String> failed(DeleteObjects.Output output) {
    Map<DeleteObjects.Target, String> failed = new HashMap<>();
    output
        .errors()
        .forEach(error ->
            failed.put(
                new DeleteObjects.Target(error.key(), error.versionId(), null), error.code()));
    return failed;
  }

  private static DeleteObjects.Target id(DeleteObjects.Target target) {
    return new DeleteObjects.Target(target.key(), target.versionId(), null);
  }

  private static Outcome outcome(@Nullable String code) {
    return new Outcome(code == null ? NO_CONTENT : status(code), code, 0, null, null);
  }

  private static int status(String code) {
    for (S3Error error : S3Error.values()) {
      if (error.code().equals(code)) {
        return error.status();
      }
    }
    return S3Error.InternalError.status();
  }

  /** Tells the logs. */
  void tell(Exchange exchange, Ended ended) {
    Asker asker =
        new Asker(
            request.peer().address(),
            exchange.requester(),
            exchange.id(),
            ended.hostId(),
            SentText.connection(request, exchange.requester() != null));
    if (logged != null) {
      tellBucket(logged, exchange, asker, ended);
    }
    if (source != null && LogNames.copies(exchange.operation())) {
      String name = name(exchange) + LogNames.SOURCE_SUFFIX;
      SourceName copied = source.name();
      var asked = new Asked(name, copied.key(), copied.versionId(), SentText.line(request));
      take(source.logged(), exchange, asker, asked, outcome(exchange, ended, 0));
    }
  }

  private void tellBucket(Logged to, Exchange exchange, Asker asker, Ended ended) {
    for (int at = 0; at < entries.size(); at++) {
      take(to, exchange, asker, entries.get(at), outcomes.get(at));
    }
    var asked = new Asked(name(exchange), key, versionId(), SentText.line(request));
    take(to, exchange, asker, asked, outcome(exchange, ended, ended.bytes()));
  }

  private void take(Logged to, Exchange exchange, Asker asker, Asked asked, Outcome outcome) {
    log.take(to, new AccessRecord(exchange.start(), asker, asked, outcome));
  }

  private String name(Exchange exchange) {
    return LogNames.of(exchange.operation(), request.method(), key != null);
  }

  private @Nullable String versionId() {
    try {
      return request.query().first("versionId").orElse(null);
    } catch (MalformedMessage _) {
      return null; // that is what the request was refused for
    }
  }

  private Outcome outcome(Exchange exchange, Ended ended, long bytes) {
    Instant came = arrived == null ? exchange.start() : arrived;
    var times = new Times(millis(exchange.start(), ended.last()), millis(came, ended.first()));
    Long size = objectBytes(exchange.operation(), ended.response());
    return new Outcome(ended.response().status(), exchange.errorCode(), bytes, size, times);
  }

  private static long millis(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis());
  }

  private @Nullable Long objectBytes(String operation, Response response) {
    if (response.status() >= 300) {
      return null;
    }
    return switch (operation) {
      case "GetObject", "HeadObject" -> whole(response).orElse(null);
      case "PutObject", "UploadPart" -> sent().orElse(null);
      default -> null;
    };
  }

  private static Optional<Long> whole(Response response) {
    Optional<String> range = response.headers().first("Content-Range");
    if (range.isPresent()) {
      Matcher matcher = RANGE.matcher(range.get());
      return matcher.matches() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
    }
    return response
        .headers()
        .first("Content-Length")
        .map(Long::valueOf)
        .or(() -> Optional.of(response.body().sizeBytes()).filter(size -> size != Body.UNKNOWN));
  }

  private Optional<Long> sent() {
    return request
        .headers()
        .first("x-amz-decoded-content-length")
        .or(() -> request.headers().first("Content-Length"))
        .filter(length -> length.matches("\\d{1,18}"))
        .map(Long::valueOf);
  }
}
