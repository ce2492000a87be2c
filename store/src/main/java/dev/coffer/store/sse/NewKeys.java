package dev.coffer.store.sse;

import dev.coffer.crypto.envelope.Envelope;
import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import org.jspecify.annotations.Nullable;

/** Makes the data keys of new objects, as headers and bucket decide. */
final class NewKeys {
  private final Envelopes envelopes;
  private final Entropy entropy;

  NewKeys(Envelopes envelopes, Entropy entropy) {
    this.envelopes = envelopes;
    this.entropy = entropy;
  }

  KeyForWrite make(WriteRequest request) {
    Choice choice =
        Choosing.of(
            request.sse(),
            request.customer(),
            request.bucket().encryption(),
            () -> Conditions.blocked(request));
    try {
      require(request, choice);
      return make(request, choice);
    } finally {
      if (choice instanceof Choice.SseC(var customer)) {
        customer.close();
      }
    }
  }

  private KeyForWrite make(WriteRequest request, Choice choice) {
    Bytes objectId = Bytes.copyOf(entropy.bytes(Envelope.ID_BYTES));
    Envelopes.Of of = envelopes.of(request.call(), request.bucket(), objectId);
    DataKeys keys = envelopes.draw(choice);
    boolean wrapped = false;
    try {
      String arn = Arns.of(request.bucket(), request.objectKey());
      Envelope.Scheme scheme = envelopes.wrap(of, arn, choice, keys);
      wrapped = true;
      return new KeyForWrite(
          objectId,
          keys,
          Bytes.copyOf(new Envelope(scheme).encode()),
          Shown.of(scheme, md5(choice)),
          context(choice),
          choice.sseApplied());
    } finally {
      if (!wrapped) {
        keys.close();
      }
    }
  }

  private static void require(WriteRequest request, Choice choice) {
    String arn = Arns.of(request.bucket(), request.objectKey());
    switch (choice) {
      case Choice.SseS3 _ -> {}
      case Choice.SseKms kms -> {
        Conditions.requireForKms(request.call());
        requireContext(kms.bucketKey() ? Arns.of(request.bucket()) : arn, kms.context());
      }
      case Choice.DsseKms kms -> {
        Conditions.requireForKms(request.call());
        requireContext(arn, kms.context());
      }
      case Choice.SseC _ -> Conditions.requireForCustomerKey(request.call());
    }
  }

  /** A client may repeat the pair that S3 adds, not change it (R80); both together have a limit. */
  static void requireContext(String arn, Choice.ClientContext context) {
    String repeated = context.pairs().getOrDefault(KmsKeys.ARN, arn);
    if (!repeated.equals(arn) || !Envelope.canHold(KmsKeys.context(arn, context.pairs()))) {
      throw SseHeaders.badContext();
    }
  }

  private static @Nullable String md5(Choice choice) {
    return choice instanceof Choice.SseC(var customer) ? customer.md5() : null;
  }

  private static @Nullable String context(Choice choice) {
    return switch (choice) {
      case Choice.SseKms kms -> kms.context().header();
      case Choice.DsseKms kms -> kms.context().header();
      case Choice.SseS3 _, Choice.SseC _ -> null;
    };
  }
}
