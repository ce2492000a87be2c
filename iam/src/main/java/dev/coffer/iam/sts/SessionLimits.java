package dev.coffer.iam.sts;

import dev.coffer.iam.identity.Identities;
import dev.coffer.iam.policy.MalformedPolicy;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.iam.session.Session;
import dev.coffer.wire.sts.AssumeRole;
import dev.coffer.wire.sts.PolicyDescriptor;
import dev.coffer.wire.sts.StsError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The policies that come with AssumeRole to narrow the session.
 *
 * <p>Limits: 2,048 characters of document and ARNs together, which is also what a session has room
 * for; ten ARNs, each of a policy that the role's account can use.
 */
record SessionLimits(Identities identities) {
  private static final int ROOM = 2048;
  private static final int MAX_ARNS = 10;
  private static final Pattern CHARACTERS =
      Pattern.compile("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");

  Session.Limits of(String accountId, AssumeRole op) {
    var limits = new Session.Limits(op.policy(), arns(op.policyArns()));
    Integer percent = packedPercent(limits);
    if (percent != null && percent > 100) {
      throw StsError.PackedPolicyTooLarge.because(
          "Packed policy consumes " + percent + "% of allotted space, please use smaller policy.");
    }
    requireDocument(limits.policy());
    limits.policyArns().forEach(arn -> requirePolicy(accountId, arn));
    return limits;
  }

  /** How much of the room they take, rounded up; null when there are none. */
  static @Nullable Integer packedPercent(Session.Limits limits) {
    String policy = limits.policy();
    if (policy == null && limits.policyArns().isEmpty()) {
      return null;
    }
    int taken = policy == null ? 0 : bytes(policy);
    for (String arn : limits.policyArns()) {
      taken += bytes(arn);
    }
    return Math.ceilDiv(taken * 100, ROOM);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static List<String> arns(@Nullable List<PolicyDescriptor> descriptors) {
    if (descriptors == null) {
      return List.of();
    }
    if (descriptors.size() > MAX_ARNS) {
      throw StsError.ValidationError.because(
          "The number of managed policies passed exceeds the limit of " + MAX_ARNS);
    }
    var arns = new ArrayList<String>();
    for (PolicyDescriptor descriptor : descriptors) {
      String arn = descriptor.arn();
      if (arn == null) {
        throw StsError.ValidationError.because("A member of PolicyArns names no policy");
      }
      arns.add(arn);
    }
    return arns;
  }

  private static void requireDocument(@Nullable String text) {
    if (text == null) {
      return;
    }
    if (!CHARACTERS.matcher(text).matches()) {
      throw StsError.ValidationError.because("The specified value for policy is invalid.");
    }
    try {
      PolicyDocument.parse(text, PolicyDocument.Kind.SESSION);
    } catch (MalformedPolicy e) {
      throw StsError.MalformedPolicyDocument.because(String.valueOf(e.getMessage()));
    }
  }

  private void requirePolicy(String accountId, String arn) {
    if (identities.managedPolicy(accountId, arn).isEmpty()) {
      throw StsError.ValidationError.because(
          "The policy " + arn + " does not exist or cannot be used by the role's account");
    }
  }
}
