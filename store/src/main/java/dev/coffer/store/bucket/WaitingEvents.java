package dev.coffer.store.bucket;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.store.event.Event;

/**
 * Seals and opens events that wait to be told, under the system key: unlike a bucket's own keys it
 * is still there when the bucket is gone.
 *
 * <p>A message is bound to the installation, the bucket's id, the object key and the event's id, so
 * one that was put elsewhere does not open. Source: docs/formats/metadata-v1.md §7.
 */
public final class WaitingEvents {
  private static final String LABEL = "coffer/waiting-event/v1";

  private final WrappingKey key;
  private final Bytes installationId;
  private final Entropy entropy;

  WaitingEvents(WrappingKey key, Bytes installationId, Entropy entropy) {
    this.key = key;
    this.installationId = installationId;
    this.entropy = entropy;
  }

  /** Where an event waits. */
  public record At(Bytes bucketId, String objectKey, Bytes id) {}

  public Bytes seal(At at, Event event) {
    byte[] plain = event.encode().toByteArray();
    return Bytes.copyOf(key.sealRecord(plain, context(at), entropy));
  }

  /**
   * Opens an event.
   *
   * @throws dev.coffer.crypto.seal.NotAuthentic when it is not what was sealed for this place
   */
  public Event open(At at, Bytes sealed) {
    return Event.decode(Bytes.copyOf(key.openRecord(sealed.toByteArray(), context(at))));
  }

  private byte[] context(At at) {
    return Aad.of(LABEL)
        .add(installationId.toByteArray())
        .add(at.bucketId().toByteArray())
        .add(at.objectKey())
        .add(at.id().toByteArray())
        .sha256();
  }
}
