package dev.coffer.store.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.store.TestStore;
import dev.coffer.store.object.FusedStore.Asked;
import dev.coffer.store.object.FusedStore.At;
import dev.coffer.store.object.FusedStore.Spot;
import dev.coffer.store.object.Protection.SseType;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.SseCustomer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: whoever swaps or changes envelopes gets an error or the truth, never other bytes. */
final class EnvelopeTamperTest {
  private static final String CUSTOMER_KEY = "b25lLW9uZS1vbmUtb25lLW9uZS1vbmUtb25lLW9uZSE=";
  private static final Spot VICTIM = new Spot(FusedStore.PLAIN, "victim");
  private static final byte[] CONTENT = World.noise(1, 40_000);

  private final FusedStore store = new FusedStore();
  private final String keyArn = store.keys.create(FusedStore.CALLER);

  @AfterEach
  void close() {
    store.close();
  }

  private Protection protection(SseType type) {
    return switch (type) {
      case S3 -> Protection.S3;
      case KMS, KMS_BUCKET_KEY, DSSE -> new Protection(type, keyArn);
      case CUSTOMER -> new Protection(type, CUSTOMER_KEY);
    };
  }

  private VersionRow put(Spot spot, SseType type, byte[] content) {
    Protection protection = protection(type);
    try {
      var asked = new Asked(protection.headers(), protection.customerHeaders(), "mark");
      store.put(spot, asked, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return store.row(spot);
  }

  private VersionRow put(Spot spot, SseType type) {
    return put(spot, type, World.noise(spot.hashCode(), CONTENT.length));
  }

  private void requireRefused(SseCustomer customer) {
    assertThatThrownBy(() -> read(customer))
        .isInstanceOfAny(NotAuthentic.class, Corrupt.class, S3Exception.class);
  }

  private byte[] read(SseCustomer customer) {
    GetObject.Output answer = store.get(new At(VICTIM, null, customer), null, null);
    return TestStore.read(answer);
  }

  @ParameterizedTest
  @EnumSource
  void anotherObjectsEnvelopeOfAnyTypeDoesNotOpen(SseType type) {
    VersionRow row = put(VICTIM, type, CONTENT);
    for (SseType other : SseType.values()) {
      for (String bucket : List.of(FusedStore.PLAIN, FusedStore.VERSIONED)) {
        Bytes foreign = put(new Spot(bucket, "other"), other).envelope();
        store.replace(VICTIM, row.withEnvelope(foreign));
        for (SseType said : List.of(type, other)) {
          requireRefused(protection(said).customerHeaders());
        }
      }
    }
    store.replace(VICTIM, row);
    assertThat(read(protection(type).customerHeaders())).isEqualTo(CONTENT);
  }

  /** Their encryption contexts are the same; what differs is what the data key is bound to. */
  @ParameterizedTest
  @EnumSource
  void anotherVersionsEnvelopeDoesNotOpen(SseType type) {
    VersionRow row = put(VICTIM, type, CONTENT);
    VersionRow next = put(VICTIM, type, World.noise(2, CONTENT.length));
    store.replace(VICTIM, next.withEnvelope(row.envelope()));
    requireRefused(protection(type).customerHeaders());
    store.replace(VICTIM, row.withEnvelope(next.envelope()));
    requireRefused(protection(type).customerHeaders());
  }

  @ParameterizedTest
  @EnumSource
  void noBitOfAnEnvelopeCanBeChanged(SseType type) {
    VersionRow row = put(VICTIM, type, CONTENT);
    SseCustomer customer = protection(type).customerHeaders();
    var random = new Random(3);
    for (int at = 0; at < row.envelope().size(); at++) {
      byte[] changed = row.envelope().toByteArray();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      store.replace(VICTIM, row.withEnvelope(Bytes.copyOf(changed)));
      requireRefusedAt(at, customer);
    }
  }

  private void requireRefusedAt(int at, SseCustomer customer) {
    try {
      byte[] read = read(customer);
      fail("byte %d was changed, and it opens: %s", at, Arrays.equals(read, CONTENT));
    } catch (NotAuthentic | Corrupt | S3Exception _) {
      // One of the answers to what is not what was stored.
    }
  }

  @ParameterizedTest
  @EnumSource
  void noEnvelopeCanBeCut(SseType type) {
    VersionRow row = put(VICTIM, type, CONTENT);
    for (int size = 1; size < row.envelope().size(); size += 7) {
      store.replace(VICTIM, row.withEnvelope(row.envelope().slice(0, size)));
      requireRefused(protection(type).customerHeaders());
    }
  }

  /** Whoever keeps a copy of what an update replaced can put it back, no more: both are true. */
  @Test
  void anEnvelopeFromBeforeAnUpdateStillOpensItsOwnVersionOnly() {
    VersionRow row = put(VICTIM, SseType.S3, CONTENT);
    store.update(new At(VICTIM, null, SseCustomer.NONE), protection(SseType.KMS));
    VersionRow updated = store.row(VICTIM);
    assertThat(updated.withEnvelope(row.envelope())).isEqualTo(row);
    put(VICTIM, SseType.S3, World.noise(5, CONTENT.length));
    VersionRow next = store.row(VICTIM);
    for (VersionRow earlier : List.of(row, updated)) {
      store.replace(VICTIM, next.withEnvelope(earlier.envelope()));
      requireRefused(SseCustomer.NONE);
    }
  }
}
