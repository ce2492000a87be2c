package dev.coffer.iam.api;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.entity.Change;
import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.Entity;
import dev.coffer.iam.entity.Rows;
import dev.coffer.wire.iam.ListPolicyTags;
import dev.coffer.wire.iam.ListRoleTags;
import dev.coffer.wire.iam.ListUserTags;
import dev.coffer.wire.iam.Tag;
import dev.coffer.wire.iam.TagPolicy;
import dev.coffer.wire.iam.TagRole;
import dev.coffer.wire.iam.TagUser;
import dev.coffer.wire.iam.UntagPolicy;
import dev.coffer.wire.iam.UntagRole;
import dev.coffer.wire.iam.UntagUser;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Tags of users, roles and managed policies, at most fifty each. */
public final class Tagging {
  private final Acts acts;

  Tagging(Acts acts) {
    this.acts = acts;
  }

  public TagUser.Output tag(Call call, TagUser op) {
    tag(call, "iam:TagUser", op.tags(), act -> act.require(Entities.USERS, op.userName()));
    return new TagUser.Output();
  }

  public UntagUser.Output untag(Call call, UntagUser op) {
    untag(call, "iam:UntagUser", op.tagKeys(), act -> act.require(Entities.USERS, op.userName()));
    return new UntagUser.Output();
  }

  public ListUserTags.Output list(Call call, ListUserTags op) {
    var wanted = new Slice.Wanted(op.marker(), op.maxItems());
    Slice<Tag> tags =
        list(call, "iam:ListUserTags", wanted, act -> act.require(Entities.USERS, op.userName()));
    return new ListUserTags.Output(tags.items(), tags.truncated(), tags.marker());
  }

  public TagRole.Output tag(Call call, TagRole op) {
    tag(call, "iam:TagRole", op.tags(), act -> act.require(Entities.ROLES, op.roleName()));
    return new TagRole.Output();
  }

  public UntagRole.Output untag(Call call, UntagRole op) {
    untag(call, "iam:UntagRole", op.tagKeys(), act -> act.require(Entities.ROLES, op.roleName()));
    return new UntagRole.Output();
  }

  public ListRoleTags.Output list(Call call, ListRoleTags op) {
    var wanted = new Slice.Wanted(op.marker(), op.maxItems());
    Slice<Tag> tags =
        list(call, "iam:ListRoleTags", wanted, act -> act.require(Entities.ROLES, op.roleName()));
    return new ListRoleTags.Output(tags.items(), tags.truncated(), tags.marker());
  }

  public TagPolicy.Output tag(Call call, TagPolicy op) {
    tag(call, "iam:TagPolicy", op.tags(), act -> act.requireOwnPolicy(op.policyArn()));
    return new TagPolicy.Output();
  }

  public UntagPolicy.Output untag(Call call, UntagPolicy op) {
    untag(call, "iam:UntagPolicy", op.tagKeys(), act -> act.requireOwnPolicy(op.policyArn()));
    return new UntagPolicy.Output();
  }

  public ListPolicyTags.Output list(Call call, ListPolicyTags op) {
    var wanted = new Slice.Wanted(op.marker(), op.maxItems());
    Slice<Tag> tags =
        list(call, "iam:ListPolicyTags", wanted, act -> act.requirePolicy(op.policyArn()));
    return new ListPolicyTags.Output(tags.items(), tags.truncated(), tags.marker());
  }

  private void tag(
      Call call, String action, List<Tag> tags, Function<Act<Change>, ? extends Entity> find) {
    Map<String, String> requested = TagRules.requested(tags);
    acts.change(
        call,
        action,
        act -> {
          Entity entity = find.apply(act.withTags(requested));
          TagRules.add(act.rows(), entity, requested);
          return entity;
        });
  }

  private void untag(
      Call call, String action, List<String> keys, Function<Act<Change>, ? extends Entity> find) {
    acts.change(
        call,
        action,
        act -> {
          Entity entity = find.apply(act.withTagKeys(keys));
          TagRules.remove(act.rows(), entity, keys);
          return entity;
        });
  }

  private Slice<Tag> list(
      Call call, String action, Slice.Wanted wanted, Function<Act<Rows>, ? extends Entity> find) {
    return acts.look(
        call, action, act -> Slice.of(Shown.tags(act.rows(), find.apply(act)), Tag::key, wanted));
  }
}
