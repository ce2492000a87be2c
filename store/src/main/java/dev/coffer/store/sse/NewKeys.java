package dev.coffer.store.sse;

import dev.coffer.crypto.envelope.Envelope;
import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.SseApplied;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the data keys of new objects, as headers and bucket decide. */
final class NewKeys {
  private final Envelopes envelopes;
  private final Entropy entropy;
  private final Arns arns;

  NewKeys(Envelopes envelopes, Entropy entropy, Arns arns) {
    this.envelopes = envelopes;
    this.entropy = entropy;
    this.arns = arns;
  }

  KeyForWrite make(WriteRequest request) {
    Choice choice = choose(request);
    try {
      require(request, choice);
      return make(request, choice);
    } finally {
      if (choice instanceof Choice.SseC(var customer)) {
        customer.close();
      }
    }
  }

  /** Refuses unless the choice is what was applied before, in a directory bucket. */
  void requireSame(WriteRequest request, SseApplied applied) {
    String keyArn =
        switch (DirectoryChoosing.of(request, arns.of(request.bucket()))) {
          case Choice.SseKms kms -> kms.keyId();
          case Choice.SseS3 _, Choice.DsseKms _, Choice.SseC _ -> null;
        };
    if (!Objects.equals(keyArn, applied.kmsKeyArn())) {
      throw S3Error.EncryptionTypeMismatch.refusal();
    }
  }

  private Choice choose(WriteRequest request) {
    Bucket bucket = request.bucket();
    return bucket.directory()
        ? DirectoryChoosing.of(request, arns.of(bucket))
        : Choosing.of(
            request.sse(),
            request.customer(),
            bucket.encryption(),
            () -> Conditions.blocked(request));
  }

  private KeyForWrite make(WriteRequest request, Choice choice) {
    Bytes objectId = Bytes.copyOf(entropy.bytes(Envelope.ID_BYTES));
    Envelopes.Of of = envelopes.of(request, objectId);
    DataKeys keys = envelopes.draw(choice);
    boolean wrapped = false;
    try {
      String arn = arns.of(request.bucket(), request.objectKey());
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

  private void require(WriteRequest request, Choice choice) {
    String arn = arns.of(request.bucket(), request.objectKey());
    switch (choice) {
      case Choice.SseS3 _ -> {}
      case Choice.SseKms kms -> {
        Conditions.requireForKms(request.call());
        requireOwnPair(kms.bucketKey() ? arns.of(request.bucket()) : arn, kms.context());
        requireRoom(arn, kms.context());
      }
      case Choice.DsseKms kms -> {
        Conditions.requireForKms(request.call());
        requireOwnPair(arn, kms.context());
        requireRoom(arn, kms.context());
      }
      case Choice.SseC _ -> Conditions.requireForCustomerKey(request.call());
    }
  }

  /** A client may repeat the pair that S3 adds, not change it (R80). */
  private static void requireOwnPair(String arn, Choice.ClientContext context) {
    if (!context.pairs().getOrDefault(KmsKeys.ARN, arn).equals(arn)) {
      throw SseHeaders.badContext();
    }
  }

  /**
   * The client's pairs and S3's own have a limit together; with a Bucket Key too, which may be
   * taken off later.
   *
   * @param arn of the object
   */
  static void requireRoom(String arn, Choice.ClientContext context) {
    if (!Envelope.canHold(KmsKeys.context(arn, context.pairs()))) {
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
