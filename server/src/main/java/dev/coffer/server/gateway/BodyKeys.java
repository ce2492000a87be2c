package dev.coffer.server.gateway;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.store.lock.LockKeys;
import dev.coffer.store.tag.TagKeys;
import dev.coffer.store.tag.TagRules;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.s3.CreateBucket;
import dev.coffer.wire.s3.CreateBucketConfiguration;
import dev.coffer.wire.s3.InventoryConfiguration;
import dev.coffer.wire.s3.PutBucketInventoryConfiguration;
import dev.coffer.wire.s3.PutBucketTagging;
import dev.coffer.wire.s3.PutObjectLegalHold;
import dev.coffer.wire.s3.PutObjectRetention;
import dev.coffer.wire.s3.PutObjectTagging;
import dev.coffer.wire.s3.S3Exception;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Condition keys about what is asked for in a body: the one reason to read it before the decision.
 * Whose documents these are is named here, and they are small.
 */
final class BodyKeys {
  private static final Set<Class<?>> SAID_IN_BODY =
      Set.of(
          CreateBucket.class,
          PutBucketInventoryConfiguration.class,
          PutBucketTagging.class,
          PutObjectTagging.class,
          PutObjectRetention.class,
          PutObjectLegalHold.class);

  private final Decoded<?> decoded;

  BodyKeys(Decoded<?> decoded) {
    this.decoded = decoded;
  }

  /**
   * Adds what the body says at that time. One that says nothing that can be read adds nothing; it
   * is refused in its own words when the operation reads it.
   */
  ConditionKeys with(ConditionKeys keys, Instant now) {
    if (!SAID_IN_BODY.contains(decoded.operation())) {
      return keys;
    }
    try {
      return with(decoded.get(), keys, now);
    } catch (S3Exception _) {
      return keys;
    }
  }

  private static ConditionKeys with(Operation<?> operation, ConditionKeys keys, Instant now) {
    return switch (operation) {
      case CreateBucket create -> of(create.configuration().read(), keys);
      case PutBucketTagging put ->
          TagKeys.requestedForBucket(keys, TagRules.ofBucket(put.tagging().read()));
      case PutBucketInventoryConfiguration put -> of(put.configuration().read(), keys);
      case PutObjectTagging put -> TagKeys.requested(keys, TagRules.ofObject(put.tagging().read()));
      case PutObjectRetention put -> LockKeys.of(put.retention().read(), now, keys);
      case PutObjectLegalHold put -> LockKeys.of(put.legalHold().read(), keys);
      default -> keys;
    };
  }

  private static ConditionKeys of(InventoryConfiguration inventory, ConditionKeys keys) {
    List<String> fields = inventory.optionalFields();
    return fields == null ? keys : keys.withAll("s3:InventoryAccessibleOptionalFields", fields);
  }

  /** Where a new bucket shall lie: a Region, or a zone. */
  Optional<String> location() {
    try {
      return decoded.get() instanceof CreateBucket create
          ? Optional.ofNullable(location(create.configuration().read()))
          : Optional.empty();
    } catch (S3Exception _) {
      return Optional.empty();
    }
  }

  private static @Nullable String location(CreateBucketConfiguration configuration) {
    CreateBucketConfiguration.Location zone = configuration.location();
    return zone == null ? configuration.locationConstraint() : zone.name();
  }

  private static ConditionKeys of(CreateBucketConfiguration configuration, ConditionKeys keys) {
    ConditionKeys located = keys.withPresent("s3:LocationConstraint", location(configuration));
    return TagKeys.requestedForBucket(located, TagRules.ofNewBucket(configuration.tags()));
  }
}
