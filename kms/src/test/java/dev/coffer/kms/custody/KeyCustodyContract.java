package dev.coffer.kms.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustodyException.Reason;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The promises of {@link KeyCustody}; every backend's test extends it. */
@Timeout(180)
abstract class KeyCustodyContract {
  private static final Bytes INSTALLATION = Bytes.of(new byte[16]);

  private final AtomicReference<KeyCustody> opened = new AtomicReference<>();
  private final Entropy entropy = new Random(12)::nextBytes;

  /** A client of a running server that has the key; called once a test. */
  abstract KeyCustody open() throws Exception;

  /** Another client of the same server and the same key. */
  abstract KeyCustody reopen() throws Exception;

  /** Another client of the same server whose settings name a key that is not there. */
  abstract KeyCustody openWithoutKey() throws Exception;

  /** Stops the server, or takes the token away. */
  abstract void stopServer() throws Exception;

  /** Starts it again with the same keys. */
  abstract void startServer() throws Exception;

  /** Kills what works for the client while a call may run; nothing where there is nothing. */
  abstract void killInTheMiddle() throws Exception;

  /** Where the flipped-bit test begins: beyond what a server of others does not authenticate. */
  int firstBit() {
    return 0;
  }

  /** How often the flipped-bit test looks; a slow backend looks at a sample. */
  int bitStep() {
    return 1;
  }

  @AfterEach
  void closeClient() {
    KeyCustody custody = opened.getAndSet(null);
    if (custody != null) {
      custody.close();
    }
  }

  private KeyCustody custody() throws Exception {
    KeyCustody custody = open();
    opened.set(custody);
    return custody;
  }

  static Binding at(String place, int version) {
    return new Binding(INSTALLATION, place, version);
  }

  @Test
  void whatIsWrappedUnwraps() throws Exception {
    KeyCustody custody = custody();
    try (Secret key = Secret.random(entropy, 32)) {
      Bytes wrapped = custody.wrap(key, at("a", 1));
      requireGivesBack(custody, wrapped, at("a", 1), key);
      assertThat(custody.wrap(key, at("a", 1))).isNotEqualTo(wrapped);
      assertThat(wrapped.sizeBytes()).isBetween(33, KeyCustody.MAX_WRAPPED_BYTES);
      custody.probe();
    }
  }

  @Test
  void anotherBindingIsNotAuthentic() throws Exception {
    KeyCustody custody = custody();
    byte[] other = new byte[16];
    other[0] = 1;
    try (Secret key = Secret.random(entropy, 32)) {
      Bytes wrapped = custody.wrap(key, at("a", 1));
      requireReason(Reason.NOT_AUTHENTIC, () -> custody.unwrap(wrapped, at("b", 1)));
      requireReason(Reason.NOT_AUTHENTIC, () -> custody.unwrap(wrapped, at("a", 2)));
      requireReason(
          Reason.NOT_AUTHENTIC,
          () -> custody.unwrap(wrapped, new Binding(Bytes.of(other), "a", 1)));
      requireGivesBack(custody, wrapped, at("a", 1), key);
    }
  }

  @Test
  void anyFlippedBitIsNotAuthentic() throws Exception {
    KeyCustody custody = custody();
    try (Secret key = Secret.random(entropy, 32)) {
      Bytes wrapped = custody.wrap(key, at("a", 1));
      for (int bit = firstBit(); bit < wrapped.sizeBytes() * Byte.SIZE; bit += bitStep()) {
        byte[] changed = wrapped.toArray();
        changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
        requireReason(Reason.NOT_AUTHENTIC, () -> custody.unwrap(Bytes.of(changed), at("a", 1)));
      }
      if (firstBit() == 0) {
        requireReason(
            Reason.NOT_AUTHENTIC, () -> custody.unwrap(Bytes.of(new byte[5]), at("a", 1)));
      }
      requireGivesBack(custody, wrapped, at("a", 1), key);
    }
  }

  @Test
  void anUnknownKeyIsNoSuchKey() throws Exception {
    KeyCustody custody = custody();
    try (KeyCustody without = openWithoutKey();
        Secret key = Secret.random(entropy, 32)) {
      Bytes wrapped = custody.wrap(key, at("a", 1));
      requireReason(Reason.NO_SUCH_KEY, without::probe);
      requireReason(Reason.NO_SUCH_KEY, () -> without.wrap(key, at("a", 1)));
      requireReason(Reason.NO_SUCH_KEY, () -> without.unwrap(wrapped, at("a", 1)));
      requireReason(Reason.NO_SUCH_KEY, without::probe);
    }
  }

  @Test
  void aStoppedServerIsUnreachableAndUsedAgainWhenItIsBack() throws Exception {
    KeyCustody custody = custody();
    try (Secret key = Secret.random(entropy, 32)) {
      Bytes wrapped = custody.wrap(key, at("a", 1));
      stopServer();
      requireReason(Reason.UNREACHABLE, () -> custody.unwrap(wrapped, at("a", 1)));
      requireReason(Reason.UNREACHABLE, custody::probe);
      startServer();
      requireGivesBack(custody, wrapped, at("a", 1), key);
    }
  }

  @Test
  void whatIsWrappedOutlivesTheClient() throws Exception {
    try (Secret key = Secret.random(entropy, 32)) {
      Bytes wrapped;
      try (KeyCustody first = open()) {
        wrapped = first.wrap(key, at("a", 1));
      }
      try (KeyCustody second = reopen()) {
        requireGivesBack(second, wrapped, at("a", 1), key);
      }
    }
  }

  @Test
  void aKillBetweenWrappingAndUnwrappingLosesNothing() throws Exception {
    KeyCustody custody = custody();
    try (Secret key = Secret.random(entropy, 32)) {
      for (int round = 0; round < 3; round++) {
        Bytes wrapped = custody.wrap(key, at("a", 1));
        killInTheMiddle();
        startServer();
        requireGivesBack(custody, wrapped, at("a", 1), key);
      }
    }
  }

  /** A call during the kill may fail as unreachable, and in no other way. */
  @Test
  void killsInTheMiddleLoseNothing() throws Exception {
    KeyCustody custody = custody();
    try (Secret key = Secret.random(entropy, 32)) {
      Bytes wrapped = custody.wrap(key, at("a", 1));
      for (int round = 0; round < 3; round++) {
        var killer =
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    killInTheMiddle();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });
        for (int call = 0; call < 20; call++) {
          try (Secret back = custody.unwrap(wrapped, at("a", 1))) {
            assertThat(back.sameAs(key)).isTrue();
          } catch (CustodyException e) {
            assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
          }
        }
        killer.join();
        startServer();
        requireGivesBack(custody, wrapped, at("a", 1), key);
      }
    }
  }

  static void requireGivesBack(KeyCustody custody, Bytes wrapped, Binding binding, Secret key) {
    try (Secret back = custody.unwrap(wrapped, binding)) {
      assertThat(back.sameAs(key)).isTrue();
    }
  }

  static void requireReason(Reason reason, Runnable work) {
    assertThatExceptionOfType(CustodyException.class)
        .isThrownBy(work::run)
        .extracting(CustodyException::reason)
        .isEqualTo(reason);
  }
}
