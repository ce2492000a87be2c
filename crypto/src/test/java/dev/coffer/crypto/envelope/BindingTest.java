package dev.coffer.crypto.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.coffer.crypto.envelope.Envelope.DsseKms;
import dev.coffer.crypto.envelope.Envelope.Scheme;
import dev.coffer.crypto.envelope.Envelope.SseC;
import dev.coffer.crypto.envelope.Envelope.SseKms;
import dev.coffer.crypto.envelope.Envelope.SseKmsBucketKey;
import dev.coffer.crypto.envelope.Envelope.SseS3;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrappings of every type, attacked by one who writes the disk. */
final class BindingTest {
  private static final Entropy ENTROPY = new Random(7)::nextBytes;
  private static final Bytes INSTALLATION = Bytes.of(ENTROPY.bytes(16));
  private static final Bytes OBJECT = Bytes.of(ENTROPY.bytes(16));
  private static final Binding BINDING = new Binding(INSTALLATION, OBJECT);
  private static final byte[] BUCKET_KEY = ENTROPY.bytes(32);
  private static final byte[] KMS_PLAINTEXT = ENTROPY.bytes(32);
  private static final byte[] CUSTOMER_KEY = ENTROPY.bytes(32);
  private static final byte[] DATA_KEY = ENTROPY.bytes(32);
  private static final byte[] OUTER_KEY = ENTROPY.bytes(32);
  private static final int GENERATION = 3;
  private static final String ARN = "arn:aws:kms:eu-west-1:000000000001:key/0123";
  private static final KmsCiphertext KMS =
      new KmsCiphertext(
          ARN,
          "material-1",
          Map.of("aws:s3:arn", "arn:aws:s3:::b/k", "ü", "ß€😀"),
          Bytes.of(ENTROPY.bytes(118)));

  static List<Scheme> schemes() {
    try (WrappingKey bucketKey = bucketKey();
        WrappingKey kms = kmsPlaintext();
        Secret customer = Secret.of(CUSTOMER_KEY.clone());
        CustomerKey customerKey = CustomerKey.forNew(customer, OBJECT, ENTROPY);
        Secret dataKey = Secret.of(DATA_KEY.clone());
        Secret outerKey = Secret.of(OUTER_KEY.clone())) {
      var inner = BINDING.dsseInner(KMS, kms, dataKey, ENTROPY);
      return List.of(
          BINDING.sseS3(GENERATION, bucketKey, dataKey, ENTROPY),
          BINDING.sseKms(KMS, kms, dataKey, ENTROPY),
          BINDING.sseKmsBucketKey(KMS, Map.of("client", "pair"), kms, dataKey, ENTROPY),
          BINDING.dsseKms(inner, GENERATION, bucketKey, outerKey, ENTROPY),
          BINDING.sseC(customerKey, dataKey, ENTROPY));
    }
  }

  private static WrappingKey bucketKey() {
    return new WrappingKey(Secret.of(BUCKET_KEY.clone()));
  }

  private static WrappingKey kmsPlaintext() {
    return new WrappingKey(Secret.of(KMS_PLAINTEXT.clone()));
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void whatIsWrappedAndStoredUnwraps(Scheme scheme) {
    byte[] encoded = new Envelope(scheme).encode();
    Envelope stored = Envelope.decode(encoded);
    assertThat(stored.scheme()).isEqualTo(scheme);
    assertThat(stored.encode()).isEqualTo(encoded).startsWith(1, scheme.type());
    assertThat(unwrap(BINDING, stored.scheme())).isEqualTo(expected(scheme));
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void noOtherObjectAndNoOtherInstallationUnwrapsIt(Scheme scheme) {
    Bytes other = Bytes.of(ENTROPY.bytes(16));
    requireRefused(new Binding(INSTALLATION, other), scheme);
    requireRefused(new Binding(other, OBJECT), scheme);
    requireRefused(new Binding(OBJECT, INSTALLATION), scheme);
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void everyFlippedBitIsRefused(Scheme scheme) {
    byte[] encoded = new Envelope(scheme).encode();
    for (int bit = 0; bit < 8 * encoded.length; bit++) {
      byte[] changed = encoded.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      requireRefusedStored(changed, "bit " + bit);
    }
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void everyCutAndEveryFurtherByteIsRefused(Scheme scheme) {
    byte[] encoded = new Envelope(scheme).encode();
    for (int length = 0; length < encoded.length + 3; length++) {
      if (length != encoded.length) {
        byte[] changed = Arrays.copyOf(encoded, length);
        assertThatExceptionOfType(NotAuthentic.class)
            .as("length %d", length)
            .isThrownBy(() -> Envelope.decode(changed));
      }
    }
  }

  /** All five under one and the same wrapping key: the type in the binding must tell them apart. */
  @Test
  void noTypeStandsInForAnother() {
    try (WrappingKey same = bucketKey();
        Secret dataKey = Secret.of(DATA_KEY.clone())) {
      SseKms inner = BINDING.dsseInner(KMS, same, dataKey, ENTROPY);
      Bytes s3 = BINDING.sseS3(GENERATION, same, dataKey, ENTROPY).wrappedDataKey();
      Bytes kms = BINDING.sseKms(KMS, same, dataKey, ENTROPY).wrappedDataKey();
      Bytes shared =
          BINDING.sseKmsBucketKey(KMS, Map.of(), same, dataKey, ENTROPY).wrappedDataKey();
      for (Bytes foreign : List.of(kms, shared, inner.wrappedDataKey())) {
        requireNot(() -> BINDING.unwrap(new SseS3(GENERATION, foreign), same));
      }
      for (Bytes foreign : List.of(s3, shared, inner.wrappedDataKey())) {
        requireNot(() -> BINDING.unwrap(new SseKms(KMS, foreign), same));
      }
      for (Bytes foreign : List.of(s3, kms, inner.wrappedDataKey())) {
        requireNot(() -> BINDING.unwrap(new SseKmsBucketKey(KMS, Map.of(), foreign), same));
      }
    }
  }

  private static void requireNot(ThrowableAssert.ThrowingCallable unwrap) {
    assertThatExceptionOfType(NotAuthentic.class).isThrownBy(unwrap);
  }

  @Test
  void everythingThatTheEnvelopeSaysOfTheKmsKeyIsBound() {
    SseKmsBucketKey envelope = (SseKmsBucketKey) schemes().get(2);
    Bytes ciphertext = KMS.ciphertext();
    var pairs = KMS.encryptionContext();
    for (KmsCiphertext other :
        List.of(
            new KmsCiphertext(ARN + "4", "material-1", pairs, ciphertext),
            new KmsCiphertext(ARN, "material-2", pairs, ciphertext),
            new KmsCiphertext(ARN, "", pairs, ciphertext),
            new KmsCiphertext(ARN, "material-1", Map.of(), ciphertext))) {
      requireRefused(BINDING, new SseKms(other, wrappedOf(schemes().get(1))));
      requireRefused(
          BINDING, new SseKmsBucketKey(other, envelope.clientContext(), envelope.wrappedDataKey()));
    }
    requireRefused(
        BINDING, new SseKmsBucketKey(KMS, Map.of("client", "pairs"), envelope.wrappedDataKey()));
    requireRefused(BINDING, new SseKmsBucketKey(KMS, Map.of(), envelope.wrappedDataKey()));
  }

  @Test
  void theLayersOfDsseAreNotInterchangeable() {
    // Both layers under one and the same key: the labels alone must keep them apart.
    try (WrappingKey same = bucketKey();
        Secret dataKey = Secret.of(DATA_KEY.clone())) {
      SseKms inner = BINDING.dsseInner(KMS, same, dataKey, ENTROPY);
      DsseKms both = BINDING.dsseKms(inner, GENERATION, same, dataKey, ENTROPY);
      var crossed =
          new DsseKms(
              new SseKms(KMS, both.outer().wrappedDataKey()),
              new SseS3(GENERATION, both.inner().wrappedDataKey()));
      assertThatExceptionOfType(NotAuthentic.class)
          .isThrownBy(() -> BINDING.unwrapInner(crossed, same));
      assertThatExceptionOfType(NotAuthentic.class)
          .isThrownBy(() -> BINDING.unwrapOuter(crossed, same));
    }
  }

  @Test
  void anotherKeyDoesNotUnwrap() {
    SseKms envelope = (SseKms) schemes().get(1);
    try (WrappingKey other = bucketKey()) {
      assertThatExceptionOfType(NotAuthentic.class)
          .isThrownBy(() -> BINDING.unwrap(envelope, other));
    }
  }

  @Test
  void anotherCustomersKeyDoesNotFit() {
    SseC envelope = (SseC) schemes().get(4);
    try (Secret other = Secret.of(ENTROPY.bytes(32));
        CustomerKey derived = CustomerKey.forStored(other, OBJECT, envelope)) {
      assertThat(derived.fits(envelope)).isFalse();
      assertThatExceptionOfType(NotAuthentic.class)
          .isThrownBy(() -> BINDING.unwrap(envelope, derived));
    }
    try (Secret right = Secret.of(CUSTOMER_KEY.clone());
        CustomerKey derived = CustomerKey.forStored(right, OBJECT, envelope);
        CustomerKey elsewhere =
            CustomerKey.forStored(right, Bytes.of(ENTROPY.bytes(16)), envelope)) {
      assertThat(derived.fits(envelope)).isTrue();
      assertThat(elsewhere.fits(envelope)).isFalse();
    }
  }

  @Test
  void aCustomersKeyHas32Bytes() {
    for (int size : new int[] {0, 16, 31, 33, 64}) {
      try (Secret key = Secret.of(new byte[size])) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> CustomerKey.forNew(key, OBJECT, ENTROPY));
      }
    }
  }

  @Test
  void oneCustomersKeyGivesEachObjectAnotherVerifier() {
    try (Secret key = Secret.of(CUSTOMER_KEY.clone());
        CustomerKey one = CustomerKey.forNew(key, OBJECT, ENTROPY);
        CustomerKey two = CustomerKey.forNew(key, OBJECT, ENTROPY)) {
      assertThat(one.verifier()).isNotEqualTo(two.verifier());
    }
  }

  @Test
  void anIdHas16Bytes() {
    assertThatIllegalArgumentException().isThrownBy(() -> Binding.of(new byte[16], new byte[15]));
    assertThatIllegalArgumentException().isThrownBy(() -> Binding.of(new byte[17], new byte[16]));
  }

  private static void requireRefused(Binding binding, Scheme scheme) {
    assertThatExceptionOfType(NotAuthentic.class).isThrownBy(() -> unwrap(binding, scheme));
  }

  private static void requireRefusedStored(byte[] stored, String what) {
    assertThatExceptionOfType(NotAuthentic.class)
        .as(what)
        .isThrownBy(() -> unwrap(BINDING, Envelope.decode(stored).scheme()));
  }

  private static List<Bytes> expected(Scheme scheme) {
    return scheme instanceof DsseKms
        ? List.of(Bytes.of(DATA_KEY), Bytes.of(OUTER_KEY))
        : List.of(Bytes.of(DATA_KEY));
  }

  /** As a store would: the right key for the right generation, ciphertext or customer. */
  private static List<Bytes> unwrap(Binding binding, Scheme scheme) {
    return switch (scheme) {
      case SseS3 s3 -> {
        try (WrappingKey key = bucketKey(s3.keyGeneration())) {
          yield List.of(bytes(binding.unwrap(s3, key)));
        }
      }
      case SseKms kms -> {
        try (WrappingKey key = decrypt(kms.kms())) {
          yield List.of(bytes(binding.unwrap(kms, key)));
        }
      }
      case SseKmsBucketKey kms -> {
        try (WrappingKey key = decrypt(kms.kms())) {
          yield List.of(bytes(binding.unwrap(kms, key)));
        }
      }
      case DsseKms dsse -> {
        try (WrappingKey inner = decrypt(dsse.inner().kms());
            WrappingKey outer = bucketKey(dsse.outer().keyGeneration())) {
          yield List.of(
              bytes(binding.unwrapInner(dsse, inner)), bytes(binding.unwrapOuter(dsse, outer)));
        }
      }
      case SseC customer -> {
        try (Secret sent = Secret.of(CUSTOMER_KEY.clone());
            CustomerKey key = CustomerKey.forStored(sent, binding.objectId(), customer)) {
          if (!key.fits(customer)) {
            throw new NotAuthentic();
          }
          yield List.of(bytes(binding.unwrap(customer, key)));
        }
      }
    };
  }

  private static WrappingKey bucketKey(int generation) {
    return generation == GENERATION ? bucketKey() : new WrappingKey(Secret.random(ENTROPY, 32));
  }

  private static WrappingKey decrypt(KmsCiphertext kms) {
    if (!kms.ciphertext().equals(KMS.ciphertext())) {
      throw new NotAuthentic();
    }
    return kmsPlaintext();
  }

  private static Bytes bytes(Secret secret) {
    try (secret) {
      return Bytes.of(secret.bytes());
    }
  }

  private static Bytes wrappedOf(Scheme scheme) {
    return switch (scheme) {
      case SseS3 s3 -> s3.wrappedDataKey();
      case SseKms kms -> kms.wrappedDataKey();
      case SseKmsBucketKey kms -> kms.wrappedDataKey();
      case DsseKms dsse -> dsse.inner().wrappedDataKey();
      case SseC customer -> customer.wrappedDataKey();
    };
  }
}
