package dev.coffer.wire.checksum;

/**
 * The checksum of an object's part checksums (type COMPOSITE): over their bytes, in order, with the
 * number of parts behind it.
 */
public final class Composite {
  private final Checksum checksum;
  private int parts;

  public Composite(ChecksumAlgorithm algorithm) {
    checksum = Checksum.of(algorithm);
  }

  /** Appends a part. */
  public Composite add(byte[] part) {
    checksum.update(part, 0, part.length);
    parts++;
    return this;
  }

  /** Base64, a hyphen and the number of parts; asked once. */
  public String text() {
    return checksum.base64() + "-" + parts;
  }
}
