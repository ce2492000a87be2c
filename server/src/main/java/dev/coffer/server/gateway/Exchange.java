package dev.coffer.server.gateway;

import dev.coffer.iam.auth.Caller;
import java.time.Instant;

/** What the log says of a request; filled as the request is understood. One thread only. */
final class Exchange {
  private final String id;
  private final String method;
  private final Instant start;
  private String operation = "-";
  private String caller = "-";

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

  String caller() {
    return caller;
  }

  void caller(Caller who) {
    caller =
        switch (who) {
          case Caller.Anonymous _ -> "anonymous";
          case Caller.Principal principal -> principal.arn();
        };
  }
}
