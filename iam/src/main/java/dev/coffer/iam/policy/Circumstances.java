package dev.coffer.iam.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One question in the form that statements ask for: the action in lower case, the resource cut into
 * segments, and the keys.
 *
 * <p>What is known of the principal follows from the subject alone; a request cannot claim it.
 * Values: IAM User Guide, global condition keys and "where you can use policy variables".
 */
final class Circumstances {
  private static final String TAG = "aws:principaltag/";
  private static final String LIST_ALL_MY_BUCKETS = "s3:listallmybuckets";

  private final Subject subject;
  private final ConditionKeys keys;
  private final String action;
  private final ArnPattern.Arn resource;
  private final List<String> owner;
  private @Nullable Map<String, List<String>> tags;

  private Circumstances(Question question, String action) {
    this.subject = question.subject();
    this.keys = question.keys();
    this.action = action;
    this.owner = List.of(question.resourceAccount());
    boolean every = question.resource().equals("*") && action.equals(LIST_ALL_MY_BUCKETS);
    // Amazon's own examples allow the listing of buckets on all of S3's.
    this.resource = new ArnPattern.Arn(every ? "arn:aws:s3:::*" : question.resource());
  }

  static Circumstances of(Question question) {
    return new Circumstances(question, question.action().toLowerCase(Locale.ROOT));
  }

  Subject subject() {
    return subject;
  }

  /** In lower case. */
  String action() {
    return action;
  }

  ArnPattern.Arn resource() {
    return resource;
  }

  /** The values of a key given in lower case; null when the request has none. */
  @Nullable List<String> find(String key) {
    List<String> values = key.startsWith("aws:") ? global(key) : keys.findLower(key);
    return values == null || values.isEmpty() ? null : values;
  }

  /** The only value of a key. */
  @Nullable String single(String key) {
    List<String> values = find(key);
    return values == null || values.size() != 1 ? null : values.getFirst();
  }

  private @Nullable List<String> global(String key) {
    return switch (key) {
      case "aws:principalarn" -> only(signed(principalArn()));
      case "aws:principalaccount" -> only(principalAccount());
      case "aws:principaltype" -> only(principalType());
      case "aws:principalisawsservice" -> only(anonymous() ? null : Boolean.toString(service()));
      case "aws:principalservicename", "aws:principalservicenameslist" ->
          only(service() ? subject.arn() : null);
      case "aws:userid" -> only(signed(subject.userId()));
      case "aws:username" -> only(userName());
      case "aws:resourceaccount" -> orElse(keys.findLower(key), owner);
      default -> key.startsWith(TAG) ? tags().get(key) : keys.findLower(key);
    };
  }

  private static List<String> orElse(@Nullable List<String> values, List<String> otherwise) {
    return values == null ? otherwise : values;
  }

  private static @Nullable List<String> only(@Nullable String value) {
    return value == null ? null : List.of(value);
  }

  private boolean anonymous() {
    return subject.kind() == Subject.Kind.ANONYMOUS;
  }

  private boolean service() {
    return subject.kind() == Subject.Kind.SERVICE;
  }

  /** What a service, which is no identity, does not have either. */
  private @Nullable String signed(String value) {
    return anonymous() || service() ? null : value;
  }

  private @Nullable String principalAccount() {
    return anonymous() ? "anonymous" : signed(subject.accountId());
  }

  private String principalArn() {
    String role = subject.roleArn();
    return role == null ? subject.arn() : role;
  }

  private @Nullable String principalType() {
    return switch (subject.kind()) {
      case ROOT -> "Account";
      case USER -> "User";
      case ASSUMED_ROLE -> "AssumedRole";
      case ANONYMOUS -> "Anonymous";
      case SERVICE -> null;
    };
  }

  private @Nullable String userName() {
    return subject.kind() == Subject.Kind.USER
        ? subject.arn().substring(subject.arn().lastIndexOf('/') + 1)
        : null;
  }

  private Map<String, List<String>> tags() {
    Map<String, List<String>> known = tags;
    if (known == null) {
      known = new HashMap<>();
      for (var tag : subject.tags().entrySet()) {
        known.put(TAG + tag.getKey().toLowerCase(Locale.ROOT), List.of(tag.getValue()));
      }
      tags = known;
    }
    return known;
  }
}
