package dev.coffer.iam.admin;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.identity.Account;
import dev.coffer.iam.identity.Accounts;
import dev.coffer.iam.identity.Identities;
import dev.coffer.iam.identity.Role;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Decision;
import dev.coffer.iam.policy.Evaluator;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.Question;
import dev.coffer.iam.policy.Subject;
import dev.coffer.wire.admin.AdminError;
import dev.coffer.wire.admin.ExplainAccess;
import dev.coffer.wire.rpc.RpcException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a principal may do something and which statement decides: the evaluator's own answer
 * to the very question that a request would ask, with the condition keys that are given. It names
 * no statement where a grant allows it, also when a statement does too.
 *
 * <p>Nothing is done and nothing is logged of it. Resources of services without a finder belong to
 * the account in their ARN and have no policy of their own; a role has its trust policy.
 */
public final class Explanation {
  private static final Pattern ACTION = Pattern.compile("[A-Za-z0-9-]+:[A-Za-z0-9]+");
  private static final Pattern ARN =
      Pattern.compile("arn:aws:[a-z0-9-]+:[a-z0-9-]*:([0-9]{12}):.+");

  private final Principals principals;
  private final Identities identities;
  private final List<OwnedResource.Finder> finders;

  public Explanation(Accounts accounts, Identities identities, List<OwnedResource.Finder> finders) {
    this.principals = new Principals(accounts, identities);
    this.identities = identities;
    this.finders = List.copyOf(finders);
  }

  /** The decision and its reason. */
  public ExplainAccess.Output explainAccess(Call call, ExplainAccess op) {
    Permit.require(call, "coffer:ExplainAccess");
    if (!ACTION.matcher(op.action()).matches()) {
      throw invalid("An action is a service and a name, like s3:GetObject: ", op.action());
    }
    Subject subject = principals.require(op.principal());
    ConditionKeys keys = keys(op.context());
    OwnedResource resource = resource(subject, op, keys);
    var question =
        new Question(
            subject,
            op.action(),
            op.resource(),
            resource.accountId(),
            resource.policies(),
            resource.trust(),
            resource.grantee(),
            keys);
    Decision decision = Evaluator.decide(question);
    String statement = decision.statement().isEmpty() ? null : decision.statement();
    return switch (decision) {
      case Decision.Allow _ -> new ExplainAccess.Output("Allow", null, statement);
      case Decision.Deny deny -> new ExplainAccess.Output("Deny", deny.message(), statement);
    };
  }

  private OwnedResource resource(Subject subject, ExplainAccess op, ConditionKeys keys) {
    String arn = op.resource();
    if (arn.equals("*")) {
      return new OwnedResource(subject.accountId(), List.of(), Question.Trust.ACCOUNT);
    }
    for (OwnedResource.Finder finder : finders) {
      Optional<OwnedResource> found = finder.find(subject, op.action(), arn, keys);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return op.action().equalsIgnoreCase("sts:AssumeRole") ? trusted(arn) : plain(arn);
  }

  private OwnedResource trusted(String arn) {
    Role role = identities.role(arn).orElseThrow(() -> invalid("There is no role ", arn));
    var trust = new NamedPolicy("trust policy of role/" + role.name(), role.trust());
    return new OwnedResource(role.accountId(), List.of(trust), Question.Trust.POLICY_ONLY);
  }

  private static OwnedResource plain(String arn) {
    Matcher parts = ARN.matcher(arn);
    if (!parts.matches() || !Account.isId(parts.group(1))) {
      throw invalid("Nobody is known to own the resource ", arn);
    }
    return new OwnedResource(parts.group(1), List.of(), Question.Trust.ACCOUNT);
  }

  private static ConditionKeys keys(@Nullable Map<String, String> context) {
    ConditionKeys keys = ConditionKeys.NONE;
    if (context != null) {
      for (Map.Entry<String, String> entry : context.entrySet()) {
        keys = keys.with(entry.getKey(), entry.getValue());
      }
    }
    return keys;
  }

  static RpcException invalid(String sentence, String value) {
    return AdminError.ValidationException.because(sentence + value);
  }
}
