package dev.coffer.server.gateway;

import dev.coffer.store.logging.AccessLog;
import dev.coffer.store.logging.Logged;
import dev.coffer.store.object.SourceName;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.S3Exception;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out whether a request is in the log of its bucket, or in that of what it copies. */
record RequestLog(AccessLog log, InstantSource clock) {
  /**
   * Begins the record where there is one to be.
   *
   * @return the request, its body watched if need be
   */
  Request begin(Exchange exchange, Request request, Address address) {
    String bucket = address.bucket();
    if (bucket == null) {
      return request;
    }
    Logged logged = log.find(bucket).orElse(null);
    LoggedRequest.Source source = source(request).orElse(null);
    if (logged == null && source == null) {
      return request;
    }
    var record = new LoggedRequest(log, logged, source, request, address.key());
    exchange.record(record);
    return record.watched(request, clock);
  }

  private Optional<LoggedRequest.Source> source(Request request) {
    return request
        .headers()
        .first("x-amz-copy-source")
        .map(RequestLog::name)
        .flatMap(
            name -> log.find(name.bucket()).map(logged -> new LoggedRequest.Source(logged, name)));
  }

  /** What is not the name of a source is refused later on, in its own words. */
  private static @Nullable SourceName name(String header) {
    try {
      return SourceName.parse(header);
    } catch (S3Exception _) {
      return null;
    }
  }
}
