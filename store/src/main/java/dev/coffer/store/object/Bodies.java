package dev.coffer.store.object;

import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.seal.SealedSource;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.storage.blob.BlobReader;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.blob.BlobWriter;
import dev.coffer.storage.blob.NoSuchBlob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Writes bodies sealed and opens them at any place.
 *
 * <p>A blob that {@link #write} returns is durable and nobody refers to it yet: whoever cannot
 * commit it calls {@link #discard}, and what a crash leaves the sweep finds. Plaintext is held in
 * buffers of 128 KiB at most.
 */
public final class Bodies {
  /** Bodies up to this size lie in their version's row. */
  public static final int INLINE_BYTES = 16 * 1024;

  private static final int BUFFER_BYTES = 128 * 1024;
  private static final int BODY_ID_BYTES = 16;
  private static final long ASK_FOR_ROOM_BYTES = 4L * 1024 * 1024;

  private final BlobStore blobs;
  private final Entropy entropy;

  public Bodies(BlobStore blobs, Entropy entropy) {
    this.blobs = blobs;
    this.entropy = entropy;
  }

  /**
   * Where a body goes.
   *
   * @param part 0 for a whole object, which may lie inline; else the part's number
   */
  public record Target(ObjectGroup at, DataKeys keys, int part) {}

  /** Reads the content to its end, checks what was declared of it, and only then keeps it. */
  public Place write(Target target, Content content) throws IOException {
    blobs.requireRoom();
    byte[] head = new byte[target.part() == 0 ? INLINE_BYTES + 1 : 0];
    int headBytes = content.readFully(head);
    if (headBytes < head.length) {
      content.verify();
      return inline(target, head, headBytes);
    }
    return blob(target, head, content);
  }

  private Place inline(Target target, byte[] plain, int length) throws IOException {
    Bytes bodyId = Bytes.copyOf(entropy.bytes(BODY_ID_BYTES));
    byte[] sealed =
        target
            .keys()
            .sealed(bodyId.toByteArray(), target.part(), entropy, Arrays.copyOf(plain, length));
    return new Place.Inline(bodyId, Bytes.copyOf(sealed));
  }

  private Place blob(Target target, byte[] head, Content content) throws IOException {
    try (BlobWriter blob = blobs.create(target.at().blobHint())) {
      OutputStream out = sealing(target, blob.id().bytes16(), blob);
      out.write(head);
      byte[] buffer = new byte[BUFFER_BYTES];
      long sinceAsked = 0;
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        out.write(buffer, 0, read);
        sinceAsked += read;
        if (sinceAsked >= ASK_FOR_ROOM_BYTES) {
          blobs.requireRoom();
          sinceAsked = 0;
        }
      }
      content.verify();
      out.close();
      blob.finish();
      return new Place.InBlob(blob.id());
    }
  }

  private OutputStream sealing(Target target, Bytes bodyId, OutputStream out) {
    return target.keys().sealing(bodyId.toByteArray(), target.part(), entropy, out);
  }

  /**
   * Opens a range of a body in memory; nothing needs closing.
   *
   * @throws dev.coffer.crypto.seal.NotAuthentic when these are not the body's bytes
   */
  public InputStream open(Place.Inline place, DataKeys keys, ByteSpan span) {
    SealedSource source = SealedSource.of(place.sealed().toByteArray());
    return opening(source, new Sealing(keys, place.bodyId(), 0), span);
  }

  /**
   * Opens a range of a body in a blob; closing the stream lets the blob go.
   *
   * @param part 0 for a whole object
   * @throws BodyGone when it was removed meanwhile
   * @throws dev.coffer.crypto.seal.NotAuthentic when these are not the body's bytes
   */
  public InputStream open(BlobId blob, int part, DataKeys keys, ByteSpan span) {
    BlobReader reader = reader(blob);
    boolean opened = false;
    try {
      InputStream input =
          opening(new BlobSource(reader), new Sealing(keys, blob.bytes16(), part), span);
      opened = true;
      return new BlobInput(input, reader);
    } finally {
      if (!opened) {
        reader.close();
      }
    }
  }

  private BlobReader reader(BlobId blob) {
    try {
      return blobs.open(blob);
    } catch (NoSuchBlob e) {
      throw new BodyGone(e);
    }
  }

  /** Removes a blob that was written and could not be committed. */
  public void discard(Place place) {
    switch (place) {
      case Place.InBlob in -> blobs.remove(in.blob());
      case Place.Inline _, Place.InParts _, Place.Pieced _ -> {}
    }
  }

  /** The same for a version that was refused. */
  void discard(NewVersion version) {
    ObjectFacts object = version.object();
    if (object != null) {
      discard(object.place());
    }
  }

  private record Sealing(DataKeys keys, Bytes bodyId, int part) {}

  private static InputStream opening(SealedSource source, Sealing sealing, ByteSpan span) {
    return sealing
        .keys()
        .opening(
            span.within(source, sealing.keys()),
            sealing.bodyId().toByteArray(),
            sealing.part(),
            span.firstByte(),
            span.byteCount());
  }
}
