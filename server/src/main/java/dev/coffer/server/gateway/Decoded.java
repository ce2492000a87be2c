package dev.coffer.server.gateway;

import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.codec.Codec;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.Address;
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

  Class<O> operation() {
    return operation;
  }
}
