package dev.coffer.store.object;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.wire.s3.RenameObject;
import dev.coffer.wire.s3.S3Error;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Renames that took place, by the token that their client gave, so that the same request again is
 * answered as the first was, and another request with that token is refused.
 *
 * <p>That a rename took place is said by a row in the group of its destination, put with the
 * version. So that it is found by the token alone there is a hint beside it, written before: index
 * {@code hints}, group {@code i ‖ bucket id}, suffix token id ‖ destination's digest; value u8
 * format, u64 milliseconds, text destination. Source: Amazon S3 API Reference, RenameObject.
 */
final class ClientTokens {
  private static final int FORMAT = 1;
  private static final Bytes GROUP = Bytes.utf8("i");
  private static final int PAGE = 256;
  private static final int ID_BYTES = 16;
  private static final int DIGEST_BYTES = 32;
  private static final Pattern TEXT = Pattern.compile("[!-~]{1,64}");

  private final KvStore kv;
  private final InstantSource clock;

  ClientTokens(KvStore kv, InstantSource clock) {
    this.kv = kv;
    this.clock = clock;
  }

  /**
   * A client's token of one request.
   *
   * @param id 16 bytes that follow from the text
   * @param parameters 32 bytes that follow from all else that the request says
   */
  record Token(Bytes id, Bytes parameters) {
    /** Null when the request has none. */
    static @Nullable Token of(RenameObject op) {
      String text = op.clientToken();
      if (text == null) {
        return null;
      }
      if (!TEXT.matcher(text).matches()) {
        throw Arguments.invalid("Invalid client token", "x-amz-client-token", text);
      }
      byte[] id = Aad.of("coffer/client-token").add(text).sha256();
      return new Token(Bytes.copyOf(id, 0, ID_BYTES), parameters(op));
    }

    private static Bytes parameters(RenameObject op) {
      Aad aad = Aad.of("coffer/rename-parameters").add(op.key()).add(op.source());
      for (String condition :
          new @Nullable String[] {
            op.destination().ifMatch(),
            op.destination().ifNoneMatch(),
            op.destination().ifModifiedSince(),
            op.destination().ifUnmodifiedSince(),
            op.sourceIfMatch(),
            op.sourceIfNoneMatch(),
            op.sourceIfModifiedSince(),
            op.sourceIfUnmodifiedSince()
          }) {
        aad.addLong(condition == null ? 0 : 1).add(condition == null ? "" : condition);
      }
      return Bytes.copyOf(aad.sha256());
    }

    Bytes suffix() {
      return Suffixes.token(id);
    }
  }

  /**
   * Whether this very request took place already.
   *
   * @throws dev.coffer.wire.s3.S3Exception IdempotencyParameterMismatch when another one did with
   *     this token
   */
  boolean tookPlace(Bucket bucket, Token token) {
    Bytes group = GROUP.concat(bucket.id());
    Iterator<Entry> hints = KvScan.group(kv, Removals.HINTS, new Key(group, token.id()));
    while (hints.hasNext()) {
      Entry entry = hints.next();
      if (!entry.key().suffix().startsWith(token.id())) {
        break;
      }
      Optional<Bytes> before = parameters(decode(entry));
      if (before.isPresent()) {
        if (!before.get().equals(token.parameters())) {
          throw S3Error.IdempotencyParameterMismatch.refusal();
        }
        return true;
      }
    }
    return false;
  }

  private Optional<Bytes> parameters(Hint hint) {
    return kv.get(hint.at().index(), hint.at().row(Suffixes.token(hint.tokenId())))
        .map(ClientTokens::decodeRow);
  }

  /** To be called before the commit that {@link #remember} is part of. */
  void announce(ObjectGroup to, Token token) {
    Bytes value = new FieldWriter().u8(FORMAT).u64(clock.millis()).string(to.key()).toBytes();
    Bytes digest = Bytes.copyOf(Aad.of("coffer/destination").add(to.key()).sha256(), 0, ID_BYTES);
    Bytes group = GROUP.concat(to.bucket().id());
    Hints.store(kv, Commit.in(Removals.HINTS, group).put(token.id().concat(digest), value).build());
  }

  /** Lets the commit that renames say so. */
  void remember(Token token, Commit.Builder commit) {
    commit.put(token.suffix(), encodeRow(token.parameters()));
  }

  static Bytes encodeRow(Bytes parameters) {
    return new FieldWriter().u8(FORMAT).bytes(parameters).toBytes();
  }

  static Bytes decodeRow(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    Stored.requireFormat(in, FORMAT);
    Bytes parameters = Stored.sized(in, DIGEST_BYTES);
    in.requireEnd();
    return parameters;
  }

  private record Hint(Moves.Spot at, Bytes tokenId, Instant written) {}

  private static Hint decode(Entry entry) {
    Bytes group = entry.key().group();
    Stored.require(group.size() == 1 + Bucket.ID_BYTES, "a hint's group has another length");
    Stored.require(entry.key().suffix().size() == 2 * ID_BYTES, "a hint has another length");
    FieldReader in = new FieldReader(entry.value());
    Stored.requireFormat(in, FORMAT);
    Instant written = Stored.instant(in);
    String destination = in.string();
    in.requireEnd();
    var at = new Moves.Spot(Bucket.indexOf(group.slice(1, group.size())), destination);
    return new Hint(at, entry.key().suffix().slice(0, ID_BYTES), written);
  }

  /** Forgets what was remembered before then; returns how many. */
  int sweep(Instant before) {
    int forgotten = 0;
    Iterator<Entry> hints = KvScan.entries(kv, Removals.HINTS, Key.startOf(GROUP), PAGE);
    while (hints.hasNext()) {
      Entry entry = hints.next();
      if (!entry.key().group().startsWith(GROUP)) {
        break;
      }
      Hint hint = decode(entry);
      if (hint.written().isBefore(before)) {
        forget(hint, entry);
        forgotten++;
      }
    }
    return forgotten;
  }

  /** Both go only if the hint is as it was seen: who wrote it anew is about to put the row. */
  private void forget(Hint hint, Entry entry) {
    Optional<Bytes> now = kv.get(Removals.HINTS, entry.key());
    if (!now.equals(Optional.of(entry.value()))) {
      return;
    }
    Commit row = hint.at().commit().delete(Suffixes.token(hint.tokenId())).build();
    if (Settle.repeatable(kv, row) instanceof Outcome.Unknown unknown) {
      throw VersionChanges.undecided(unknown);
    }
    Bytes suffix = entry.key().suffix();
    Commit.Builder forget = Commit.in(Removals.HINTS, entry.key().group());
    Settle.repeatable(kv, forget.expectEqual(suffix, entry.value()).delete(suffix).build());
  }
}
