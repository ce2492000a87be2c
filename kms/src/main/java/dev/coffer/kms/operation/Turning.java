package dev.coffer.kms.operation;

import dev.coffer.kms.access.Desk;
import dev.coffer.kms.key.KmsKey;
import dev.coffer.kms.key.Material;
import dev.coffer.wire.kms.KeyState;
import dev.coffer.wire.kms.RotationType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Gives keys new material. Source: spec/kms.md §9. */
final class Turning {
  private final Desk desk;

  Turning(Desk desk) {
    this.desk = desk;
  }

  /** Whether a key's regular rotation is due and can be done. */
  static boolean due(KmsKey key, Instant now) {
    KmsKey.Rotation rotation = key.rotation();
    return rotation != null && !rotation.next().isAfter(now) && key.state(now) == KeyState.Enabled;
  }

  /** The key, rotated when it is due: once, however often it was missed. */
  KmsKey turnedIfDue(KmsKey key, Instant now) {
    KmsKey.Rotation rotation = key.rotation();
    if (rotation == null || !due(key, now)) {
      return key;
    }
    Instant next = now.plus(Duration.ofDays(rotation.periodDays()));
    return turned(key, now, RotationType.AUTOMATIC)
        .withRotation(new KmsKey.Rotation(rotation.periodDays(), next));
  }

  /** Writes down that a key was rotated. */
  void record(KmsKey key, Instant now, RotationType why) {
    desk.recordUnasked(
        "RotateKey", key, now, Map.of("keyId", key.id().text(), "rotationType", why.name()));
  }

  /** The key with new material drawn here. */
  KmsKey turned(KmsKey key, Instant now, RotationType why) {
    Material next = desk.materials().draw(key.nature(), key.materials().size() + 1, now);
    return key.rotatedTo(next, now, why);
  }
}
