package dev.coffer.store.object;

import dev.coffer.iam.auth.Call;
import dev.coffer.store.sse.Purpose;
import dev.coffer.store.sse.ReadRequest;
import dev.coffer.wire.s3.SseCustomer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An object that a read has found: its row is authentic. */
record Found(ObjectGroup at, VersionRow row, VersionDetails details) {
  ObjectFacts object() {
    return row.object();
  }

  /** The checksum of the whole object; null where it has none. */
  SealedChecksums.@Nullable Place checksum() {
    var of = SealedChecksums.Of.object(object().objectId());
    return SealedChecksums.Place.of(details.checksum(), of, 0);
  }

  /** What is asked for the keys of this object. */
  ReadRequest asks(Call call, SseCustomer customer) {
    return new ReadRequest(
        call,
        at.bucket(),
        at.key(),
        object().objectId(),
        row.envelope(),
        customer,
        row.id().text(),
        Purpose.ITSELF);
  }

  /** What is asked for the keys of a copy's source. */
  ReadRequest asks(Sources.By by) {
    return asks(by.call(), Sources.customer(by.header())).withPurpose(by.purpose());
  }

  /** Where its parts are; empty when it is not of parts, or has grown since. */
  Optional<PartsAt> parts() {
    List<Piece> pieces = object().place().pieces(sizeBytes());
    if (pieces.size() != 1 || !(pieces.getFirst().body() instanceof Piece.OfUpload(var uploadId))) {
      return Optional.empty();
    }
    return Optional.of(new PartsAt(groupOf(pieces.getFirst()), uploadId));
  }

  /** The group that the rows of a piece are in. */
  ObjectGroup groupOf(Piece piece) {
    String origin = piece.origin();
    return origin == null ? at : new ObjectGroup(at.bucket(), origin);
  }

  long sizeBytes() {
    return object().sizeBytes();
  }
}
