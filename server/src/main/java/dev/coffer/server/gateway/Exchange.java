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

  Exchange(String id, String method, Instant start) {
    this.id = id;
    this.method = method;
    this.start = start;
  }

  /** Sixteen hexadecimal digits, shown to the client and in the log. */
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
