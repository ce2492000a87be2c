package dev.coffer.server.gateway;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.store.tag.TagKeys;
import dev.coffer.store.tag.TagRules;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.s3.CreateBucket;
import dev.coffer.wire.s3.CreateBucketConfiguration;
import dev.coffer.wire.s3.PutBucketTagging;
import dev.coffer.wire.s3.PutObjectTagging;
import dev.coffer.wire.s3.S3Exception;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Condition keys about what is asked for in a body: the one reason to read it before the decision.
 * Whose documents these are is named here, and they are small.
 */
final class BodyKeys {
  private static final Set<Class<?>> SAID_IN_BODY =
      Set.of(CreateBucket.class, PutBucketTagging.class, PutObjectTagging.class);

  private final Decoded<?> decoded;

  BodyKeys(Decoded<?> decoded) {
    this.decoded = decoded;
  }

  /**
   * Adds what the body says. One that says nothing that can be read adds nothing; it is refused in
   * its own words when the operation reads it.
   */
  ConditionKeys with(ConditionKeys keys) {
    if (!SAID_IN_BODY.contains(decoded.operation())) {
      return keys;
    }
    try {
      return with(decoded.get(), keys);
    } catch (S3Exception _) {
      return keys;
    }
  }

  private static ConditionKeys with(Operation<?> operation, ConditionKeys keys) {
    return switch (operation) {
      case CreateBucket create -> of(create.configuration().read(), keys);
      case PutBucketTagging put ->
          TagKeys.requestedForBucket(keys, TagRules.ofBucket(put.tagging().read()));
      case PutObjectTagging put -> TagKeys.requested(keys, TagRules.ofObject(put.tagging().read()));
      default -> keys;
    };
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
