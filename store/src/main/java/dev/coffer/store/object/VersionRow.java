package dev.coffer.store.object;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import org.jspecify.annotations.Nullable;

/**
 * The row of a version, format {@value #FORMAT}: facts in clear, the envelope, sealed details, and
 * the payload when that is small.
 *
 * <p>Shape: u8 format, facts, envelope, sealed details, payload message; each with its length.
 * Format {@value #UNCOUNTED} is the same, but older than counting: the bucket's counters do not
 * know of the version, and whoever moves or removes the row must not count it away. Format {@value
 * #MOVING} says besides, after the facts, where the version is being moved to. The details are
 * bound to bucket id, object key and all facts, so a row that was moved or changed does not open.
 * The value is the same whether the version is the current or an earlier one. Source:
 * docs/formats/metadata-v1.md.
 *
 * @param envelope empty for a delete marker
 * @param counted whether the bucket's counters know of it
 * @param moving where to, while it is being moved; only a version that is counted is
 */
public record VersionRow(
    VersionFacts facts,
    Bytes envelope,
    Bytes sealedDetails,
    boolean counted,
    @Nullable Moving moving) {
  static final int FORMAT = 4;

  /** The format before versions were counted. */
  static final int UNCOUNTED = 1;

  /** The format of a version that is being moved; it differs from each other one in two bits. */
  static final int MOVING = 7;

  private static final String LABEL = "coffer/version-row/v2";

  /** A row that is to be counted by the commit that puts it. */
  public VersionRow(VersionFacts facts, Bytes envelope, Bytes sealedDetails) {
    this(facts, envelope, sealedDetails, true, null);
  }

  /** Makes a row to be stored. */
  static VersionRow seal(ObjectGroup at, Unsealed unsealed, WrappingKey key, Entropy entropy) {
    byte[] plain = unsealed.details().encode().toByteArray();
    byte[] sealed = key.sealRecord(plain, context(at, unsealed.facts()), entropy);
    return new VersionRow(unsealed.facts(), unsealed.envelope(), Bytes.copyOf(sealed));
  }

  /** A row's content before it is sealed. */
  record Unsealed(VersionFacts facts, Bytes envelope, VersionDetails details) {}

  /**
   * Authenticates the facts and returns the details.
   *
   * @throws dev.coffer.crypto.seal.NotAuthentic when this is not what was stored here
   */
  VersionDetails open(ObjectGroup at, WrappingKey key) {
    byte[] plain = key.openRecord(sealedDetails.toByteArray(), context(at, facts));
    return VersionDetails.decode(Bytes.copyOf(plain));
  }

  /** Where clients and rows of this group know it: newest first. */
  public Bytes order() {
    return facts.order();
  }

  public VersionId id() {
    return facts.id();
  }

  public boolean deleteMarker() {
    return facts.deleteMarker();
  }

  /** The object's facts; asked of a version that is no delete marker. */
  public ObjectFacts object() {
    ObjectFacts object = facts.object();
    if (object == null) {
      throw new IllegalStateException("a delete marker is no object");
    }
    return object;
  }

  /** The same row, for a commit that counts it. */
  VersionRow asCounted() {
    return new VersionRow(facts, envelope, sealedDetails, true, moving);
  }

  /** The same row that is being moved, or, without a destination, stays where it is. */
  VersionRow withMoving(@Nullable Moving to) {
    return new VersionRow(facts, envelope, sealedDetails, true, to);
  }

  /** The same version under another envelope; nothing that is sealed here depends on it. */
  VersionRow withEnvelope(Bytes other) {
    return new VersionRow(facts, other, sealedDetails, true, moving);
  }

  Bytes encode() {
    FieldWriter out = new FieldWriter().u8(format()).bytes(facts.encode());
    if (moving != null) {
      moving.write(out);
    }
    return out.bytes(envelope).bytes(sealedDetails).nullableBytes(inlineBytes()).toBytes();
  }

  private int format() {
    if (moving != null) {
      return MOVING;
    }
    return counted ? FORMAT : UNCOUNTED;
  }

  /** Reads a row; nothing of it is authentic before {@link #open}. */
  public static VersionRow decode(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    int format = in.u8();
    Stored.require(
        format == FORMAT || format == UNCOUNTED || format == MOVING, "a row of an unknown format");
    VersionFacts facts = VersionFacts.decode(in.bytes());
    Moving moving = format == MOVING ? Moving.read(in) : null;
    Bytes envelope = in.bytes();
    Bytes sealed = in.bytes();
    Bytes inline = in.nullableBytes();
    in.requireEnd();
    return new VersionRow(withInline(facts, inline), envelope, sealed, format != UNCOUNTED, moving);
  }

  private @Nullable Bytes inlineBytes() {
    ObjectFacts object = facts.object();
    return object != null && object.place() instanceof Place.Inline inline ? inline.sealed() : null;
  }

  private static VersionFacts withInline(VersionFacts facts, @Nullable Bytes payload) {
    ObjectFacts object = facts.object();
    boolean expected = object != null && object.place() instanceof Place.Inline;
    Stored.require(expected == (payload != null), "a payload is missing or out of place");
    if (object == null || payload == null) {
      return facts;
    }
    Place place =
        switch (object.place()) {
          case Place.Inline inline -> new Place.Inline(inline.bodyId(), payload);
          case Place.InBlob blob -> blob;
          case Place.InParts parts -> parts;
          case Place.Pieced pieces -> pieces;
        };
    return new VersionFacts(
        facts.order(),
        facts.nullVersion(),
        facts.lastModified(),
        facts.ownerId(),
        object.withPlace(place));
  }

  private static byte[] context(ObjectGroup at, VersionFacts facts) {
    return at.aad(LABEL).add(facts.encode().toByteArray()).sha256();
  }
}
