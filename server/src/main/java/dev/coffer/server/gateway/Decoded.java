package dev.coffer.server.gateway;

import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.codec.Codec;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.CreateBucket;
import dev.coffer.wire.s3.CreateBucketConfiguration;
import dev.coffer.wire.s3.S3Exception;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request's record, decoded when it is first asked for; afterwards the same. One thread only. */
final class Decoded<O extends Operation<?>> {
  private final Class<O> operation;
  private final Request request;
  private final Address address;
  private @Nullable O decoded;

  Decoded(Class<O> operation, Request request, Address address) {
    this.operation = operation;
    this.request = request;
    this.address = address;
  }

  O get() {
    O known = decoded;
    if (known == null) {
      known = Codec.s3().decode(operation, request, address);
      decoded = known;
    }
    return known;
  }

  /**
   * Where a new bucket shall lie, a Region or a zone, which its body says. A body that says nothing
   * that can be read is refused in the same words when the operation reads it.
   */
  Optional<String> location() {
    try {
      return get() instanceof CreateBucket create
          ? location(create.configuration().read())
          : Optional.empty();
    } catch (S3Exception _) {
      return Optional.empty();
    }
  }

  private static Optional<String> location(CreateBucketConfiguration configuration) {
    CreateBucketConfiguration.Location zone = configuration.location();
    return Optional.ofNullable(zone == null ? configuration.locationConstraint() : zone.name());
  }
}
