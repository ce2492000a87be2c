package dev.coffer.server.gateway;

import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.policy.Subject;
import dev.coffer.wire.http.Headers;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the log says of a request; filled as the request is understood. One thread only. */
final class Exchange {
  private final String id;
  private final String method;
  private final Instant start;
  private String operation = "-";
  private String caller = "-";
  private Headers carried = Headers.EMPTY;
  private @Nullable String requester;
  private @Nullable String errorCode;
  private @Nullable LoggedRequest record;

  private final boolean called;

  Exchange(String id, String method, Instant start) {
    this(id, method, start, false);
  }

  private Exchange(String id, String method, Instant start, boolean called) {
    this.id = id;
    this.method = method;
    this.start = start;
    this.called = called;
  }

  /** Of a call by name. */
  static Exchange ofCall(String id, String method, Instant start) {
    return new Exchange(id, method, start, true);
  }

  /** Whether an operation is called by its name, which is not S3's way. */
  boolean called() {
    return called;
  }

  /**
   * Shown to the client and in the log: sixteen hexadecimal digits, or a UUID for a call by name.
   */
  String id() {
    return id;
  }

  String method() {
    return method;
  }

  Instant start() {
    return start;
  }

  String operation() {
    return operation;
  }

  void operation(String name) {
    operation = name;
  }

  /** Headers that the answer has, whatever it is. */
  Headers carried() {
    return carried;
  }

  void carry(Headers headers) {
    carried = headers;
  }

  String caller() {
    return caller;
  }

  void caller(Caller who) {
    caller =
        switch (who) {
          case Caller.Anonymous _ -> "anonymous";
          case Caller.Principal principal -> principal.arn();
          case Caller.Service service -> service.name();
        };
    requester = who instanceof Caller.Principal principal ? requester(principal) : null;
  }

  private static String requester(Caller.Principal principal) {
    return principal.subject().kind() == Subject.Kind.ROOT
        ? principal.account().canonicalId()
        : principal.arn();
  }

  /** Who sent it, as logs of buckets say: a canonical id or an ARN; null for nobody. */
  @Nullable String requester() {
    return requester;
  }

  /** The code of the refusal that it is answered with; null without one. */
  @Nullable String errorCode() {
    return errorCode;
  }

  void refused(String code) {
    errorCode = code;
  }

  /** What logs of buckets are told of it; null when none is. */
  @Nullable LoggedRequest record() {
    return record;
  }

  void record(LoggedRequest begun) {
    record = begun;
  }

  /** The key that it is about, where that did not stand in its address. */
  void keyed(String key) {
    if (record != null) {
      record.keyed(key);
    }
  }

  /** What an operation did. */
  void done(Object did, Object output) {
    if (record != null) {
      record.done(did, output);
    }
  }
}
