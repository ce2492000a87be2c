package dev.coffer.store.bucket;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.Configurations.Kind;
import dev.coffer.store.event.Courier.Fate;
import dev.coffer.store.event.Courier.Greeting;
import dev.coffer.store.event.NotificationRules;
import dev.coffer.store.event.NotificationRules.Asked;
import dev.coffer.store.event.NotificationRules.Destination;
import dev.coffer.store.event.NotificationRules.DestinationKind;
import dev.coffer.store.event.NotificationRules.Unreachable;
import dev.coffer.store.event.Telling;
import dev.coffer.store.event.Webhook;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.GetBucketNotificationConfiguration;
import dev.coffer.wire.s3.NotificationConfiguration;
import dev.coffer.wire.s3.PutBucketNotificationConfiguration;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is told of events in a bucket. Only webhooks that are there can be, and only after they have
 * answered a first word; every other destination is one that does not exist.
 */
public final class Notifications {
  private final Buckets buckets;
  private final Configurations configurations;
  private final Telling telling;
  private final String region;
  private final Entropy entropy;

  Notifications(
      Buckets buckets,
      Configurations configurations,
      Telling telling,
      String region,
      Entropy entropy) {
    this.buckets = buckets;
    this.configurations = configurations;
    this.telling = telling;
    this.region = region;
    this.entropy = entropy;
  }

  /** The rules of a bucket; empty where nobody is told, and always in a directory bucket. */
  public Optional<NotificationRules> find(Bucket bucket) {
    return bucket.directory()
        ? Optional.empty()
        : configurations.find(bucket, Kind.NOTIFICATION).map(NotificationRules::decode);
  }

  /** The topics of a bucket's rules that no webhook is any more. */
  public List<String> lost(Bucket bucket) {
    String owner = bucket.owner().id();
    return find(bucket).map(NotificationRules::topics).orElse(List.of()).stream()
        .filter(topic -> telling.webhooks().find(topic, region, owner).isEmpty())
        .toList();
  }

  /** PutBucketNotificationConfiguration. */
  public Unit put(Call call, PutBucketNotificationConfiguration op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    Asked asked = NotificationRules.of(op.configuration().read(), entropy);
    Map<String, Webhook> webhooks = requireThere(bucket, asked);
    if (!Boolean.TRUE.equals(op.skipDestinationValidation())) {
      requireAnswers(call, bucket, webhooks);
    }
    NotificationRules rules = asked.rules();
    buckets.configure(
        op.bucket(),
        op.expectedBucketOwner(),
        Kind.NOTIFICATION,
        rules.none() ? null : rules.encode());
    return Unit.DONE;
  }

  private Map<String, Webhook> requireThere(Bucket bucket, Asked asked) {
    var webhooks = new LinkedHashMap<String, Webhook>();
    var missing = new ArrayList<Unreachable>();
    for (Destination destination : asked.destinations()) {
      Optional<Webhook> webhook =
          destination.kind() == DestinationKind.TOPIC
              ? telling.webhooks().find(destination.arn(), region, bucket.owner().id())
              : Optional.empty();
      webhook.ifPresentOrElse(
          found -> webhooks.put(destination.arn(), found),
          () -> missing.add(destination.missing()));
    }
    requireNone(missing);
    return webhooks;
  }

  private void requireAnswers(Call call, Bucket bucket, Map<String, Webhook> webhooks) {
    var greeting = new Greeting(bucket.name(), call.requestId(), telling.webhooks().hostId());
    List<String> arns = List.copyOf(webhooks.keySet());
    List<Fate> fates = telling.courier().greet(List.copyOf(webhooks.values()), greeting);
    var silent = new ArrayList<Unreachable>();
    for (int i = 0; i < arns.size(); i++) {
      if (!fates.get(i).taken()) {
        String reason = "The webhook did not take a test: " + fates.get(i).text();
        silent.add(new Unreachable(arns.get(i), reason));
      }
    }
    requireNone(silent);
  }

  /** Amazon counts the arguments of this refusal. */
  private static void requireNone(List<Unreachable> failed) {
    if (failed.isEmpty()) {
      return;
    }
    S3Exception refusal =
        S3Error.InvalidArgument.because(
            "Unable to validate the following destination configurations");
    for (int i = 0; i < failed.size(); i++) {
      refusal =
          refusal
              .with("ArgumentName" + (i + 1), failed.get(i).destination())
              .with("ArgumentValue" + (i + 1), failed.get(i).reason());
    }
    throw refusal;
  }

  /** GetBucketNotificationConfiguration. */
  public GetBucketNotificationConfiguration.Output get(
      Call call, GetBucketNotificationConfiguration op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    NotificationConfiguration shown =
        find(bucket).map(NotificationRules::shown).orElse(NotificationConfiguration.NONE);
    return new GetBucketNotificationConfiguration.Output(Document.of(shown));
  }
}
