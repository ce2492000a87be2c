package dev.coffer.store.sse;

import dev.coffer.crypto.envelope.CustomerKey;
import dev.coffer.crypto.envelope.Envelope;
import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.iam.auth.Call;
import dev.coffer.storage.Bytes;
import dev.coffer.store.bucket.BlockedTypes;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.SseApplied;
import dev.coffer.wire.s3.SseCustomer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Opens the data keys of stored objects and uploads, for those who may have them. The envelope
 * alone says which key that takes; the headers can only fail to fit. Source: spec/encryption.md
 * §2.7, §2.12.
 */
final class StoredKeys {
  private final Envelopes envelopes;
  private final Arns arns;

  StoredKeys(Envelopes envelopes, Arns arns) {
    this.envelopes = envelopes;
    this.arns = arns;
  }

  /** A stored envelope with what is asked of it. */
  private record Asked(ReadRequest request, Envelope.Scheme scheme) {
    static Asked of(ReadRequest request) {
      return new Asked(request, Envelope.decode(request.envelope().toByteArray()).scheme());
    }

    Call call() {
      return request.call();
    }

    SseCustomer customer() {
      return request.customer();
    }

    boolean customerKeyGiven() {
      return request.customer().present();
    }

    boolean underCustomerKey() {
      return scheme instanceof Envelope.SseC;
    }
  }

  /** Of an object that is read. */
  KeyForRead ofObject(ReadRequest request) {
    Asked asked = Asked.of(request);
    if (asked.underCustomerKey() && !asked.customerKeyGiven()) {
      throw SseHeaders.customerKeyNeeded();
    }
    requireApplicable(asked);
    return open(asked, StoredKeys::givenForRead);
  }

  /** What answers show of an object, without its key; only a customer's key is checked. */
  SseApplied shown(ReadRequest request) {
    Asked asked = Asked.of(request);
    if (asked.scheme() instanceof Envelope.SseC scheme) {
      try (Given given = needed(asked, scheme)) {
        return Shown.of(scheme, given.headers().md5());
      }
    }
    requireApplicable(asked);
    requireConditions(asked);
    return Shown.of(asked.scheme());
  }

  /** Refuses unless the customer's key fits that an object is under; of others it asks nothing. */
  void requireCustomerKey(ReadRequest request) {
    Asked asked = Asked.of(request);
    if (asked.scheme() instanceof Envelope.SseC scheme) {
      needed(asked, scheme).close();
    }
  }

  private static Given needed(Asked asked, Envelope.SseC scheme) {
    if (!asked.customerKeyGiven()) {
      throw SseHeaders.customerKeyNeeded();
    }
    return givenForRead(asked, scheme);
  }

  /** Of an upload, to write a part of it: R113, R125. */
  KeyForRead ofPart(ReadRequest request) {
    Asked asked = Asked.of(request);
    requireUnblocked(asked);
    if (asked.customerKeyGiven() != asked.underCustomerKey()) {
      throw SseHeaders.uploadEncrypted();
    }
    return open(asked, StoredKeys::givenForPart);
  }

  /** Of an upload, to complete it; empty when its customer's key was not sent (R126). */
  Optional<KeyForRead> ofCompletion(ReadRequest request, boolean needed) {
    requireUnblocked(Asked.of(request));
    Optional<KeyForRead> key = ofUpload(request);
    if (key.isEmpty() && needed) {
      throw SseHeaders.uploadEncrypted();
    }
    return key;
  }

  /**
   * The same data key in a new envelope of SSE-KMS (R116, R117), for those who have every right
   * that the move needs (R120). The client's pairs stay; one that repeats S3's own is S3's, and
   * becomes what that is in the new envelope (docs/decisions/0041).
   */
  Bytes rewrapped(ReadRequest request, String keyArn, boolean bucketKey) {
    Asked asked = Asked.of(request);
    var context = new Choice.ClientContext(clientPairs(asked.scheme()), null);
    Conditions.requireForKms(request.call());
    Envelopes.Of of = envelopes.of(request);
    try (KeyForRead key = open(asked, StoredKeys::givenForRead)) {
      var choice = new Choice.SseKms(keyArn, bucketKey, context, false);
      String arn = arns.of(request.bucket(), request.objectKey());
      NewKeys.requireRoom(arn, context);
      Envelope.Scheme scheme = envelopes.wrap(of, arn, choice, key.keys());
      envelopes.requireMove(request.call(), asked.scheme(), scheme);
      return Bytes.copyOf(new Envelope(scheme).encode());
    }
  }

  private static Map<String, String> clientPairs(Envelope.Scheme scheme) {
    return switch (scheme) {
      case Envelope.SseS3 _ -> Map.of();
      case Envelope.SseKms kms -> KmsKeys.clientPairs(kms.kms().encryptionContext());
      case Envelope.SseKmsBucketKey kms -> KmsKeys.clientPairs(kms.clientContext());
      case Envelope.DsseKms _, Envelope.SseC _ -> throw SseHeaders.notUpdatable();
    };
  }

  /** Of an upload, to show its parts; empty when its customer's key was not sent. */
  Optional<KeyForRead> ofUpload(ReadRequest request) {
    Asked asked = Asked.of(request);
    if (asked.underCustomerKey() && !asked.customerKeyGiven()) {
      return Optional.empty();
    }
    requireApplicable(asked);
    return Optional.of(open(asked, StoredKeys::givenForUpload));
  }

  /** How strictly the headers of a customer's key are read. */
  private interface Reading {
    Given of(Asked asked, Envelope.SseC scheme);
  }

  private KeyForRead open(Asked asked, Reading reading) {
    requireConditions(asked);
    ReadRequest request = asked.request();
    Envelopes.Of of = envelopes.of(request);
    return switch (asked.scheme()) {
      case Envelope.SseS3 scheme -> opened(envelopes.unwrap(of, scheme), scheme);
      case Envelope.SseKms scheme -> opened(envelopes.unwrap(of, scheme), scheme);
      case Envelope.SseKmsBucketKey scheme -> opened(envelopes.unwrap(of, scheme), scheme);
      case Envelope.DsseKms scheme -> opened(envelopes.unwrap(of, scheme), scheme);
      case Envelope.SseC scheme -> {
        try (Given given = reading.of(asked, scheme)) {
          SseApplied applied = Shown.of(scheme, given.headers().md5());
          yield new KeyForRead(envelopes.unwrap(of, scheme, given.key()), applied);
        }
      }
    };
  }

  private static KeyForRead opened(DataKeys keys, Envelope.Scheme scheme) {
    return new KeyForRead(keys, Shown.of(scheme));
  }

  /** A customer's key that fits the object. */
  private record Given(CustomerHeaders headers, CustomerKey key) implements AutoCloseable {
    @Override
    public void close() {
      key.close();
      headers.close();
    }
  }

  private static Given givenForRead(Asked asked, Envelope.SseC scheme) {
    return readAs(asked, scheme, SseHeaders::wrongCustomerKey);
  }

  /** To show an upload, or to complete it. */
  private static Given givenForUpload(Asked asked, Envelope.SseC scheme) {
    return readAs(asked, scheme, SseHeaders::uploadDiffers);
  }

  /** R93: on reads a key of the wrong length is just a wrong key. */
  private static Given readAs(Asked asked, Envelope.SseC scheme, Supplier<S3Exception> wrongKey) {
    Conditions.requireForCustomerKey(asked.call());
    return fitting(CustomerHeaders.forRead(asked.customer()), asked, scheme, wrongKey);
  }

  /** R91: a part is a write, which needs all three headers and a key of the right length. */
  private static Given givenForPart(Asked asked, Envelope.SseC scheme) {
    Conditions.requireForCustomerKey(asked.call());
    CustomerHeaders headers = CustomerHeaders.forWrite(asked.customer());
    if (!headers.fits()) {
      headers.close();
      throw SseHeaders.badCustomerKey();
    }
    return fitting(headers, asked, scheme, SseHeaders::uploadDiffers);
  }

  private static Given fitting(
      CustomerHeaders headers, Asked asked, Envelope.SseC scheme, Supplier<S3Exception> wrongKey) {
    boolean fits = false;
    try {
      if (!headers.fits()) {
        throw wrongKey.get();
      }
      CustomerKey key = CustomerKey.forStored(headers.key(), objectId(asked), scheme);
      fits = key.fits(scheme);
      if (!fits) {
        key.close();
        throw wrongKey.get();
      }
      return new Given(headers, key);
    } finally {
      if (!fits) {
        headers.close();
      }
    }
  }

  private static dev.coffer.crypto.envelope.Bytes objectId(Asked asked) {
    return dev.coffer.crypto.envelope.Bytes.of(asked.request().objectId().toByteArray());
  }

  private static void requireConditions(Asked asked) {
    switch (asked.scheme()) {
      case Envelope.SseKms _, Envelope.SseKmsBucketKey _, Envelope.DsseKms _ ->
          Conditions.requireForKms(asked.call());
      case Envelope.SseS3 _, Envelope.SseC _ -> {}
    }
  }

  /** NOTAPPL, after the headers' own mistakes. */
  private static void requireApplicable(Asked asked) {
    if (asked.customerKeyGiven() && !asked.underCustomerKey()) {
      Conditions.requireForCustomerKey(asked.call());
      CustomerHeaders.forRead(asked.customer()).close();
      throw SseHeaders.notApplicable();
    }
  }

  private static void requireUnblocked(Asked asked) {
    ReadRequest request = asked.request();
    if (asked.customerKeyGiven() && request.bucket().encryption().blocked() == BlockedTypes.SSE_C) {
      throw Conditions.blocked(
          request.call(), request.bucket(), request.objectKey(), "s3:PutObject");
    }
  }
}
