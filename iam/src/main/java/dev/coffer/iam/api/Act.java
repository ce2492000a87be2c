package dev.coffer.iam.api;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.entity.Attached;
import dev.coffer.iam.entity.Bounded;
import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.Entity;
import dev.coffer.iam.entity.Policies;
import dev.coffer.iam.entity.PolicyRow;
import dev.coffer.iam.entity.Rows;
import dev.coffer.iam.entity.Tags;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.wire.iam.IamError;
import java.util.Map;
import java.util.Optional;

/**
 * One operation under way: the account's rows, who asks, and for what.
 *
 * @param keys of the request and of what it is about
 * @param <R> {@link dev.coffer.iam.entity.Change} when it may change them
 */
record Act<R extends Rows>(R rows, Call call, String action, ConditionKeys keys) {
  String account() {
    return rows.accountId();
  }

  Act<R> with(String key, String value) {
    return new Act<>(rows, call, action, keys.with(key, value));
  }

  Act<R> withTags(Map<String, String> requested) {
    ConditionKeys more = keys;
    for (Map.Entry<String, String> tag : requested.entrySet()) {
      more = more.with("aws:RequestTag/" + tag.getKey(), tag.getValue());
    }
    Act<R> act = new Act<>(rows, call, action, more);
    return requested.isEmpty() ? act : act.withTagKeys(requested.keySet());
  }

  Act<R> withTagKeys(Iterable<String> names) {
    var list = new java.util.ArrayList<String>();
    names.forEach(list::add);
    return new Act<>(rows, call, action, keys.withAll("aws:TagKeys", list));
  }

  /** Something that has no name yet, or a kind as a whole. */
  void allow(String resource) {
    Authority.require(call, action, resource, account(), keys);
  }

  /** Something that is there, with its tags and its boundary known to the policies. */
  void allow(Entity entity) {
    ConditionKeys more = keys;
    for (Map.Entry<String, String> tag : Tags.of(rows, entity).entrySet()) {
      more = more.with("aws:ResourceTag/" + tag.getKey(), tag.getValue());
      more = more.with("iam:ResourceTag/" + tag.getKey(), tag.getValue());
    }
    if (entity instanceof Bounded bounded && keys.find("iam:PermissionsBoundary") == null) {
      Attached boundary = bounded.boundary();
      more = more.withPresent("iam:PermissionsBoundary", boundary == null ? null : boundary.arn());
    }
    Authority.require(call, action, entity.arn(account()), account(), more);
  }

  /** The entity of this name, if the caller may do this with it. */
  <E extends Entity> E require(Entities<E> all, String name) {
    Optional<E> found = all.byName(rows, name);
    if (found.isEmpty()) {
      allow(all.kind().arn(account(), "/", name));
      throw Refusals.noSuch(all.kind(), name);
    }
    allow(found.get());
    return found.get();
  }

  /**
   * The managed policy of this ARN, the account's own or one of ours, if the caller may look at it.
   */
  PolicyRow requirePolicy(String arn) {
    Arns.requirePolicy(arn);
    Optional<PolicyRow> found = Policies.find(rows, arn);
    String owner = Arns.account(arn);
    String judged = owner.equals(Arns.OURS) ? account() : owner;
    if (found.isPresent() && !Policies.isOurs(found.get())) {
      allow(found.get());
    } else {
      Authority.require(call, action, arn, judged, keys);
    }
    return found.orElseThrow(
        () -> IamError.NoSuchEntity.because("Policy " + arn + " was not found."));
  }

  /** The account's own policy of this ARN, if the caller may change it; ours nobody may. */
  PolicyRow requireOwnPolicy(String arn) {
    Arns.requirePolicy(arn);
    if (!Arns.account(arn).equals(account())) {
      Authority.require(call, action, arn, Arns.account(arn), keys);
      throw IamError.AccessDenied.refusal();
    }
    return requirePolicy(arn);
  }
}
