package dev.coffer.iam.auth;

import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.iam.policy.Subject;
import dev.coffer.iam.session.Session;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policies that narrow a role's session. A managed policy that has been deleted since allows
 * nothing: a session that was narrowed stays narrowed.
 */
record SessionPolicies(Subjects subjects) {
  Subject narrow(Subject role, Session.Limits limits) {
    return new Subject(
        role.kind(),
        role.accountId(),
        role.arn(),
        role.userId(),
        role.roleArn(),
        role.identity(),
        role.boundary(),
        policies(role.accountId(), limits),
        role.tags());
  }

  private @Nullable List<NamedPolicy> policies(String accountId, Session.Limits limits) {
    String text = limits.policy();
    if (text == null && limits.policyArns().isEmpty()) {
      return null;
    }
    var policies = new ArrayList<NamedPolicy>();
    if (text != null) {
      var document = PolicyDocument.parse(text, PolicyDocument.Kind.SESSION);
      policies.add(new NamedPolicy("session policy", document));
    }
    for (String arn : limits.policyArns()) {
      subjects.managedPolicy(accountId, arn).ifPresent(policies::add);
    }
    return policies;
  }
}
