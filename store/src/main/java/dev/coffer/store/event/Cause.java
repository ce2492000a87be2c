package dev.coffer.store.event;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.policy.Subject;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.util.List;

/**
 * The request that something happened by.
 *
 * @param principal the unique id of who sent it
 * @param sourceAddress where it came from
 * @param requestId as its answer shows it
 */
public record Cause(String principal, String sourceAddress, String requestId) {
  /** What the messages of a lifecycle name, which nobody sends. */
  private static final String SERVICE = "s3.amazonaws.com";

  /** The request of a caller. */
  public static Cause of(Call call) {
    List<String> address = call.keys().find("aws:SourceIp");
    return new Cause(
        principal(call.caller().subject()),
        address == null || address.isEmpty() ? "" : address.getFirst(),
        call.requestId());
  }

  /** What the store does by itself. */
  public static Cause ofTheStore(String runId) {
    return new Cause(SERVICE, SERVICE, runId);
  }

  private static String principal(Subject subject) {
    return switch (subject.kind()) {
      case ROOT -> subject.accountId();
      case USER, ASSUMED_ROLE -> "AWS:" + subject.userId();
      case ANONYMOUS -> "anonymous";
      case SERVICE -> subject.arn();
    };
  }

  void write(FieldWriter out) {
    out.string(principal).string(sourceAddress).string(requestId);
  }

  static Cause read(FieldReader in) {
    return new Cause(in.string(), in.string(), in.string());
  }
}
