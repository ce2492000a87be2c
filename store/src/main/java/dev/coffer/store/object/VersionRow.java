package dev.coffer.store.object;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import org.jspecify.annotations.Nullable;

/**
 * The row of a version, format {@value #FORMAT}: facts in clear, the envelope, sealed details, and
 * the payload when that is small.
 *
 * <p>Shape: u8 format, facts, envelope, sealed details, payload message; each with its length.
 * Format {@value #BARE} lacks what {@link VersionExtras} holds. Format {@value #UNCOUNTED} lacks it
 * too and is older than counting: the bucket's counters do not know of the version, and whoever
 * moves or removes the row must not count it away. The details are bound to bucket id, object key
 * and all facts, so a row that was moved or changed does not open. Of formats {@value #FORMAT} and
 * {@value #BARE} there is one each, {@value #MOVING} and {@value #BARE_MOVING}, that says besides,
 * after the facts, where the version is being moved to. The value is the same whether the version
 * is the current or an earlier one. Source: docs/formats/metadata-v1.md.
 *
 * @param envelope empty for a delete marker
 * @param format {@value #FORMAT}, {@value #BARE} or {@value #UNCOUNTED}, wherever it is moving
 * @param moving where to, while it is being moved; only a version that is counted is
 */
public record VersionRow(
    VersionFacts facts, Bytes envelope, Bytes sealedDetails, int format, @Nullable Moving moving) {
  static final int FORMAT = 8;

  /** The format before there were tags and locks. */
  static final int BARE = 4;

  /** How a version is stored that is being moved. All formats differ in two bits. */
  static final int MOVING = 11;

  /** The same for one from before there were tags and locks. */
  static final int BARE_MOVING = 7;

  /** The format before versions were counted. */
  static final int UNCOUNTED = 1;

  private static final String LABEL = "coffer/version-row/v3";
  private static final String BARE_LABEL = "coffer/version-row/v2";

  /** Makes a row to be stored, which is to be counted by the commit that puts it. */
  static VersionRow seal(ObjectGroup at, Unsealed unsealed, WrappingKey key, Entropy entropy) {
    VersionFacts facts = unsealed.facts().withLocked(unsealed.details().extras().lock().said());
    byte[] plain = unsealed.details().encode().toByteArray();
    byte[] sealed = key.sealRecord(plain, context(at, facts, FORMAT), entropy);
    return new VersionRow(facts, unsealed.envelope(), Bytes.copyOf(sealed), FORMAT, null);
  }

  /** A row's content before it is sealed. */
  record Unsealed(VersionFacts facts, Bytes envelope, VersionDetails details) {}

  /**
   * Authenticates the facts and returns the details.
   *
   * @throws dev.coffer.crypto.seal.NotAuthentic when this is not what was stored here
   */
  VersionDetails open(ObjectGroup at, WrappingKey key) {
    byte[] plain = key.openRecord(sealedDetails.toByteArray(), context(at, facts, format));
    Bytes details = Bytes.copyOf(plain);
    return format == FORMAT ? VersionDetails.decode(details) : VersionDetails.decodeBare(details);
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

  /** Whether the bucket's counters know of it. */
  boolean counted() {
    return format != UNCOUNTED;
  }

  /** The same row, for a commit that counts it. */
  VersionRow asCounted() {
    return withEnvelope(envelope);
  }

  /**
   * The same version under another envelope, to be counted; nothing that is sealed here depends on
   * it.
   */
  VersionRow withEnvelope(Bytes other) {
    return new VersionRow(facts, other, sealedDetails, countedFormat(), moving);
  }

  /** The same row that is being moved, or, without a destination, stays where it is. */
  VersionRow withMoving(@Nullable Moving to) {
    return new VersionRow(facts, envelope, sealedDetails, countedFormat(), to);
  }

  private int countedFormat() {
    return counted() ? format : BARE;
  }

  Bytes encode() {
    FieldWriter out = new FieldWriter().u8(stored()).bytes(facts(facts, format));
    if (moving != null) {
      moving.write(out);
    }
    return out.bytes(envelope).bytes(sealedDetails).nullableBytes(inlineBytes()).toBytes();
  }

  private int stored() {
    if (moving == null) {
      return format;
    }
    return format == FORMAT ? MOVING : BARE_MOVING;
  }

  /** Reads a row; nothing of it is authentic before {@link #open}. */
  public static VersionRow decode(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    int written = in.u8();
    int format = format(written);
    Bytes encoded = in.bytes();
    VersionFacts facts =
        format == FORMAT ? VersionFacts.decode(encoded) : VersionFacts.decodeBare(encoded);
    Moving moving = written == MOVING || written == BARE_MOVING ? Moving.read(in) : null;
    Bytes envelope = in.bytes();
    Bytes sealed = in.bytes();
    Bytes inline = in.nullableBytes();
    in.requireEnd();
    return new VersionRow(withInline(facts, inline), envelope, sealed, format, moving);
  }

  private static int format(int written) {
    return switch (written) {
      case FORMAT, MOVING -> FORMAT;
      case BARE, BARE_MOVING -> BARE;
      case UNCOUNTED -> UNCOUNTED;
      default -> throw new Corrupt("a row of an unknown format");
    };
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
        object.withPlace(place),
        facts.locked());
  }

  private static Bytes facts(VersionFacts facts, int format) {
    return format == FORMAT ? facts.encode() : facts.encodeBare();
  }

  private static byte[] context(ObjectGroup at, VersionFacts facts, int format) {
    return at.aad(format == FORMAT ? LABEL : BARE_LABEL)
        .add(facts(facts, format).toByteArray())
        .sha256();
  }
}
