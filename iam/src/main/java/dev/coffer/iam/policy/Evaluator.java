package dev.coffer.iam.policy;

import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.identity.Account;
import org.jspecify.annotations.Nullable;

/**
 * Decides from the caller and the resource's owner alone: there are no policies yet, so an
 * account's root may do everything in its own account and nothing outside.
 */
public final class Evaluator {
  private Evaluator() {}

  /**
   * Whether the caller may do this.
   *
   * @param action as in policies, {@code s3:PutObject}
   * @param resourceOwner null for actions on the service itself ({@code s3:ListAllMyBuckets},
   *     {@code s3:CreateBucket}), which concern the caller's own account
   */
  public static Decision decide(Caller caller, String action, @Nullable Account resourceOwner) {
    return switch (caller) {
      case Caller.Anonymous _ ->
          new Decision.Deny("Anonymous users are not authorized to perform: " + action);
      case Caller.Principal principal -> decide(principal, action, resourceOwner);
    };
  }

  private static Decision decide(
      Caller.Principal principal, String action, @Nullable Account resourceOwner) {
    Account owner = resourceOwner == null ? principal.account() : resourceOwner;
    if (!owner.id().equals(principal.account().id())) {
      return deny(principal, action, "because no resource-based policy allows the action");
    }
    if (!principal.arn().equals(owner.rootArn())) {
      return deny(principal, action, "because no identity-based policy allows the action");
    }
    return new Decision.Allow("the root of the owning account");
  }

  private static Decision deny(Caller.Principal principal, String action, String why) {
    return new Decision.Deny(
        "User: " + principal.arn() + " is not authorized to perform: " + action + " " + why);
  }
}
