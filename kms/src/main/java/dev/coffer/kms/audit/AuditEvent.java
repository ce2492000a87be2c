package dev.coffer.kms.audit;

import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.policy.Subject;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event, with CloudTrail's fields and names.
 *
 * <p>The values of the maps are texts, numbers, truth values, lists and maps of such; none of them
 * is a secret. {@code eventVersion}, {@code eventSource} and the type of the resources are the same
 * for all.
 *
 * @param eventType {@code AwsApiCall}, or {@code AwsServiceEvent} for what the service did unasked
 * @param errorCode null when the call was allowed and done
 * @param requestParameters by their names on the wire, with a small first letter
 * @param responseElements empty for calls that only read
 * @param additionalEventData what Amazon does not show; empty as a rule
 * @param resources ARNs of keys
 * @param recipientAccountId whose trail it belongs to: the key's owner, else the caller
 */
public record AuditEvent(
    String eventId,
    Instant eventTime,
    String eventName,
    String eventType,
    UserIdentity userIdentity,
    String awsRegion,
    String sourceIpAddress,
    String userAgent,
    @Nullable String errorCode,
    @Nullable String errorMessage,
    Map<String, Object> requestParameters,
    Map<String, Object> responseElements,
    Map<String, Object> additionalEventData,
    String requestId,
    boolean readOnly,
    List<String> resources,
    String recipientAccountId) {

  /** {@link #eventType} of a call. */
  public static final String CALL = "AwsApiCall";

  /** {@link #eventType} of what the service did unasked. */
  public static final String SERVICE_EVENT = "AwsServiceEvent";

  /** {@code eventVersion}. */
  public static final String VERSION = "1.08";

  /** {@code eventSource}. */
  public static final String SOURCE = "kms.amazonaws.com";

  /**
   * Who called.
   *
   * @param type {@code Root}, {@code IAMUser}, {@code AssumedRole} or {@code AWSService}
   * @param userName of a user; else null
   * @param invokedBy the service that called on behalf of the principal; else null
   */
  public record UserIdentity(
      String type,
      @Nullable String principalId,
      @Nullable String arn,
      @Nullable String accountId,
      @Nullable String accessKeyId,
      @Nullable String userName,
      @Nullable String invokedBy) {
    /** Of a caller. */
    public static UserIdentity of(Caller caller, @Nullable String invokedBy) {
      Subject subject = caller.subject();
      String arn = subject.arn();
      if (subject.kind() == Subject.Kind.SERVICE) {
        return new UserIdentity(type(subject), null, null, null, null, null, arn);
      }
      return new UserIdentity(
          type(subject),
          subject.userId(),
          arn,
          subject.accountId(),
          caller instanceof Caller.Principal principal ? principal.accessKeyId() : null,
          subject.kind() == Subject.Kind.USER ? arn.substring(arn.lastIndexOf('/') + 1) : null,
          invokedBy);
    }

    private static String type(Subject subject) {
      return switch (subject.kind()) {
        case ROOT -> "Root";
        case USER -> "IAMUser";
        case ASSUMED_ROLE -> "AssumedRole";
        case ANONYMOUS -> "Unknown";
        case SERVICE -> "AWSService";
      };
    }
  }

  public AuditEvent {
    requestParameters = Collections.unmodifiableMap(new LinkedHashMap<>(requestParameters));
    responseElements = Collections.unmodifiableMap(new LinkedHashMap<>(responseElements));
    additionalEventData = Collections.unmodifiableMap(new LinkedHashMap<>(additionalEventData));
    resources = List.copyOf(resources);
  }
}
