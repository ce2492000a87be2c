package dev.coffer.kms.operation;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.kms.access.Asked;
import dev.coffer.kms.access.Desk;
import dev.coffer.kms.access.KeyOperation;
import dev.coffer.kms.access.Target;
import dev.coffer.wire.kms.ListResourceTags;
import dev.coffer.wire.kms.Tag;
import dev.coffer.wire.kms.TagResource;
import dev.coffer.wire.kms.UntagResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tags of keys. Source: spec/kms.md §5.2. */
public final class Tagging {
  private static final int PAGE = 50;

  private final Desk desk;

  Tagging(Desk desk) {
    this.desk = desk;
  }

  public TagResource.Output tag(Call call, TagResource op) {
    return desk.serve(
        call,
        KeyOperation.TagResource,
        attempt -> {
          attempt.ask("keyId", op.keyId()).ask("tags", TagRules.shown(op.tags()));
          Map<String, String> added = TagRules.pairs(op.tags());
          Asked asked =
              Asked.of(KeyOperation.TagResource.action())
                  .with(TagRules.keys(ConditionKeys.NONE, added));
          Target target = desk.require(attempt, op.keyId(), asked);
          Map<String, String> tags = new LinkedHashMap<>(target.key().tags());
          tags.putAll(added);
          desk.replace(target, target.key().withTags(TagRules.requireFew(tags)));
          return new TagResource.Output();
        });
  }

  public UntagResource.Output untag(Call call, UntagResource op) {
    return desk.serve(
        call,
        KeyOperation.UntagResource,
        attempt -> {
          attempt.ask("keyId", op.keyId()).ask("tagKeys", op.tagKeys());
          Asked asked =
              Asked.of(KeyOperation.UntagResource.action())
                  .with(ConditionKeys.NONE.withAll("aws:TagKeys", op.tagKeys()));
          Target target = desk.require(attempt, op.keyId(), asked);
          Map<String, String> tags = new LinkedHashMap<>(target.key().tags());
          op.tagKeys().forEach(tags::remove);
          desk.replace(target, target.key().withTags(tags));
          return new UntagResource.Output();
        });
  }

  public ListResourceTags.Output list(Call call, ListResourceTags op) {
    return desk.serve(
        call,
        KeyOperation.ListResourceTags,
        attempt -> {
          attempt.ask("keyId", op.keyId()).ask("limit", op.limit()).ask("marker", op.marker());
          Target target = desk.require(attempt, op.keyId());
          String after = Markers.decode(op.marker());
          int limit = Markers.limit(op.limit(), PAGE, PAGE);
          List<Tag> rest =
              new TreeMap<>(target.key().tags())
                  .entrySet().stream()
                      .filter(pair -> after == null || pair.getKey().compareTo(after) > 0)
                      .map(pair -> new Tag(pair.getKey(), pair.getValue()))
                      .toList();
          Markers.Page<Tag> page = Markers.page(rest, limit, Tag::tagKey);
          return new ListResourceTags.Output(page.items(), page.marker(), page.truncated());
        });
  }
}
