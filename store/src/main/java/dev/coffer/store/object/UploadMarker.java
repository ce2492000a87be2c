package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Key;
import dev.coffer.store.object.Listing.Start;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where the next page of a directory bucket's uploads begins. It is one parameter, {@code
 * key-marker}, which is no key: base64 of 16 bytes, an upload's id or zeros, and of a key or common
 * prefix. Not sealed: it tells no more than the page that it came with.
 */
final class UploadMarker {
  private static final int ID_BYTES = 16;
  private static final Bytes NO_ID = Bytes.copyOf(new byte[ID_BYTES]);

  private UploadMarker() {}

  /**
   * After that line.
   *
   * @param uploadId null for a common prefix
   */
  static String format(Bytes objectKey, @Nullable Bytes uploadId) {
    Bytes marker = (uploadId == null ? NO_ID : uploadId).concat(objectKey);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(marker.toByteArray());
  }

  /** From the beginning without a marker; one that no page came with is InvalidArgument. */
  static Start parse(@Nullable String marker) {
    if (marker == null || marker.isEmpty()) {
      return Start.BEGIN;
    }
    Bytes decoded = decode(marker);
    Bytes id = decoded.slice(0, ID_BYTES);
    Bytes objectKey = decoded.slice(ID_BYTES, decoded.size());
    return id.equals(NO_ID)
        ? Start.after(objectKey)
        : new Start(objectKey, new Key(objectKey, Suffixes.upload(id)).after());
  }

  private static Bytes decode(String marker) {
    try {
      Bytes decoded = Bytes.copyOf(Base64.getUrlDecoder().decode(marker));
      int keyBytes = decoded.size() - ID_BYTES;
      if (keyBytes > 0 && keyBytes <= ObjectGroup.MAX_KEY_BYTES) {
        return decoded;
      }
    } catch (IllegalArgumentException _) {
      // refused below, as a marker of the wrong length
    }
    throw Arguments.invalid("Invalid key marker", "key-marker", marker);
  }
}
