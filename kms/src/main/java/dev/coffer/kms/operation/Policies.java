package dev.coffer.kms.operation;

import dev.coffer.iam.auth.Call;
import dev.coffer.kms.access.Asked;
import dev.coffer.kms.access.Attempt;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.access.KeyOperation;
import dev.coffer.kms.access.Target;
import dev.coffer.wire.kms.GetKeyPolicy;
import dev.coffer.wire.kms.KmsError;
import dev.coffer.wire.kms.ListKeyPolicies;
import dev.coffer.wire.kms.PutKeyPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The policies of keys, in every state. Source: spec/kms.md §5.5. */
public final class Policies {
  private static final String DEFAULT = "default";
  private static final String RAM = "AWS_RAM";
  private static final String NAME_KEY = "kms:PolicyName";

  private final Desk desk;
  private final KeyPolicies rules;

  Policies(Desk desk, KeyPolicies rules) {
    this.desk = desk;
    this.rules = rules;
  }

  public GetKeyPolicy.Output get(Call call, GetKeyPolicy op) {
    return desk.serve(
        call,
        KeyOperation.GetKeyPolicy,
        attempt -> {
          attempt.ask("keyId", op.keyId()).ask("policyName", op.policyName());
          Target target = desk.require(attempt, op.keyId(), asked(attempt, op.policyName()));
          requireKnown(op.policyName());
          return new GetKeyPolicy.Output(target.key().policy(), DEFAULT);
        });
  }

  public PutKeyPolicy.Output put(Call call, PutKeyPolicy op) {
    return desk.serve(
        call,
        KeyOperation.PutKeyPolicy,
        attempt -> {
          attempt
              .ask("keyId", op.keyId())
              .ask("policyName", op.policyName())
              .ask("policy", op.policy())
              .ask("bypassPolicyLockoutSafetyCheck", op.bypassPolicyLockoutSafetyCheck());
          if (RAM.equals(op.policyName())) {
            throw KmsError.ValidationException.because(
                "The AWS_RAM policy can only be managed by the RAM service.");
          }
          boolean bypass = Boolean.TRUE.equals(op.bypassPolicyLockoutSafetyCheck());
          Asked asked =
              asked(attempt, op.policyName())
                  .with("kms:BypassPolicyLockoutSafetyCheck", String.valueOf(bypass));
          Target target = desk.require(attempt, op.keyId(), asked);
          requireKnown(op.policyName());
          rules.require(attempt, target, op.policy(), bypass);
          desk.replace(target, target.key().withPolicy(op.policy()));
          return new PutKeyPolicy.Output();
        });
  }

  public ListKeyPolicies.Output list(Call call, ListKeyPolicies op) {
    return desk.serve(
        call,
        KeyOperation.ListKeyPolicies,
        attempt -> {
          attempt.ask("keyId", op.keyId()).ask("limit", op.limit()).ask("marker", op.marker());
          desk.require(attempt, op.keyId());
          if (op.marker() != null) {
            // There is one policy, so no page was ever followed by another.
            throw KmsError.InvalidMarkerException.refusal();
          }
          return new ListKeyPolicies.Output(List.of(DEFAULT), null, false);
        });
  }

  private static Asked asked(Attempt attempt, @Nullable String name) {
    return Asked.of(attempt.operation().action()).with(NAME_KEY, name == null ? DEFAULT : name);
  }

  private static void requireKnown(@Nullable String name) {
    if (name != null && !name.equals(DEFAULT)) {
      throw KmsError.NotFoundException.because("No such policy exists");
    }
  }
}
