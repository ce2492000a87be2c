package dev.coffer.kms.custody;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Secret;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One share of a slot's key, as it is printed: 72 {@link Crockford} digits in 18 groups of 4.
 *
 * <p>Shape: u8 how many are needed, u8 x, the first 4 bytes of the installation id, the first 4 of
 * the slot's id, the share's 32 bytes, checksum of 3. So that a share of another installation or of
 * an older set is told apart before anything is joined.
 *
 * @param value the caller closes it
 */
record Share(int threshold, int x, Bytes installation, Bytes slot, Secret value)
    implements AutoCloseable {
  static final int PREFIX_BYTES = 4;

  private static final byte[] CHECKSUM_LABEL = "coffer/share/v1".getBytes(US_ASCII);
  private static final int HEAD_BYTES = 2 + 2 * PREFIX_BYTES;
  private static final int BYTES = HEAD_BYTES + StoreRootKey.KEY_BYTES;

  static Bytes prefix(Bytes id) {
    return Bytes.of(Arrays.copyOf(id.toArray(), PREFIX_BYTES));
  }

  String format() {
    byte[] bytes =
        ByteBuffer.allocate(BYTES)
            .put((byte) threshold)
            .put((byte) x)
            .put(installation.toArray())
            .put(slot.toArray())
            .put(value.bytes())
            .array();
    return Crockford.format(PaperChecksum.append(CHECKSUM_LABEL, bytes));
  }

  /**
   * Reads a share; the caller closes it.
   *
   * @throws CustodyException WRONG_SECRET for what is not a share as printed
   */
  static Share parse(String typed) {
    return Crockford.parse(typed, BYTES + PaperChecksum.BYTES)
        .flatMap(bytes -> PaperChecksum.strip(CHECKSUM_LABEL, bytes))
        .filter(bytes -> Shamir.possible(bytes[0], Shamir.MAX_SHARES))
        .filter(bytes -> bytes[1] >= 1 && bytes[1] <= Shamir.MAX_SHARES)
        .map(Share::read)
        .orElseThrow(() ->
            new CustodyException(
                CustodyException.Reason.WRONG_SECRET, "this is not a share as it was printed"));
  }

  private static Share read(byte[] bytes) {
    int slotAt = 2 + PREFIX_BYTES;
    return new Share(
        bytes[0],
        bytes[1],
        Bytes.of(Arrays.copyOfRange(bytes, 2, slotAt)),
        Bytes.of(Arrays.copyOfRange(bytes, slotAt, HEAD_BYTES)),
        Secret.of(Arrays.copyOfRange(bytes, HEAD_BYTES, BYTES)));
  }

  @Override
  public void close() {
    value.close();
  }

  /** Without the value. */
  @Override
  public String toString() {
    return "Share[" + x + "]";
  }
}
