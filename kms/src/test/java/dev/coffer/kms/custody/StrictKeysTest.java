package dev.coffer.kms.custody;

import static dev.coffer.kms.custody.KeyCustodyContract.at;
import static dev.coffer.kms.custody.KeyCustodyContract.requireReason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustodyException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StrictKeysTest {
  private final Entropy entropy = new Random(51)::nextBytes;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final MemoryCustody.Server server = new MemoryCustody.Server();
  private final Secret material = Secret.random(entropy, 32);

  @BeforeEach
  void makeKey() {
    new MemoryCustody(server, "one", entropy).createKey();
  }

  private StrictKeys keys(Duration timeToLive) {
    return new StrictKeys(new MemoryCustody(server, "one", entropy), timeToLive, now::get);
  }

  private void requireOpens(StrictKeys keys, Bytes wrapped, String place) {
    try (Secret opened = keys.open(wrapped, at(place, 1))) {
      assertThat(opened.sameAs(material)).isTrue();
    }
  }

  @Test
  void withoutATimeToLiveAnOutageStopsTheKeyAtOnce() {
    try (StrictKeys keys = keys(Duration.ZERO)) {
      Bytes wrapped = keys.wrap(material, at("key", 1));
      requireOpens(keys, wrapped, "key");
      server.running(false);
      requireReason(Reason.UNREACHABLE, () -> keys.open(wrapped, at("key", 1)));
      server.running(true);
      requireOpens(keys, wrapped, "key");
    }
  }

  @Test
  void withOneItStopsWhenTheTimeIsOver() {
    try (StrictKeys keys = keys(Duration.ofSeconds(5))) {
      Bytes wrapped = keys.wrap(material, at("key", 1));
      requireOpens(keys, wrapped, "key");
      server.running(false);
      now.set(Instant.EPOCH.plusMillis(4999));
      requireOpens(keys, wrapped, "key");
      now.set(Instant.EPOCH.plusMillis(5000));
      requireReason(Reason.UNREACHABLE, () -> keys.open(wrapped, at("key", 1)));
    }
  }

  @Test
  void whatIsForgottenAsksAgainAndTheRestDoesNot() {
    try (StrictKeys keys = keys(Duration.ofHours(1))) {
      Bytes first = keys.wrap(material, at("first", 1));
      Bytes second = keys.wrap(material, at("second", 1));
      requireOpens(keys, first, "first");
      requireOpens(keys, second, "second");
      server.running(false);
      keys.forget("first");
      requireReason(Reason.UNREACHABLE, () -> keys.open(first, at("first", 1)));
      requireOpens(keys, second, "second");
    }
  }

  /** The cache must not answer for another binding than the one that was proved. */
  @Test
  void whatIsKeptIsBoundAsTheBackendBindsIt() {
    try (StrictKeys keys = keys(Duration.ofHours(1))) {
      Bytes wrapped = keys.wrap(material, at("key", 1));
      requireOpens(keys, wrapped, "key");
      requireReason(Reason.NOT_AUTHENTIC, () -> keys.open(wrapped, at("key", 2)));
      requireReason(Reason.NOT_AUTHENTIC, () -> keys.open(wrapped, at("other", 1)));
    }
  }

  @Test
  void noMoreThanAThousandAreKept() {
    try (StrictKeys keys = keys(Duration.ofHours(1))) {
      var wrapped = new ArrayList<Bytes>();
      for (int i = 0; i <= StrictKeys.MAX_KEPT; i++) {
        wrapped.add(keys.wrap(material, at("key" + i, 1)));
        requireOpens(keys, wrapped.get(i), "key" + i);
      }
      server.running(false);
      requireReason(Reason.UNREACHABLE, () -> keys.open(wrapped.get(0), at("key0", 1)));
      requireOpens(keys, wrapped.get(1), "key1");
    }
  }
}
