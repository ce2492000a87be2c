package dev.coffer.kms.audit;

import dev.coffer.crypto.mac.MacKey;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import java.util.Optional;

/**
 * The head of one log, kept in the store: group {@code audit-log}, suffix = stream.
 *
 * <p>Shape: version u8, file u64, size u64, sequence u64, code of the line (varint length and
 * bytes), then the code of all that, of 32 bytes, by the log's key. Source:
 * docs/formats/audit-log-v1.md §4.
 */
record HeadRow(KvStore store, Index index, Chain chain) {
  private static final Bytes GROUP = Bytes.utf8("audit-log");

  /** The head that was kept last; empty when there never was one. */
  Optional<LogHead> find() {
    return store.get(index, new Key(GROUP, suffix())).map(this::decode);
  }

  /** Keeps a head; it may be kept twice without harm, and nobody else does. */
  void put(LogHead head) {
    Commit commit = Commit.in(index, GROUP).put(suffix(), encode(head)).build();
    switch (Settle.repeatable(store, commit)) {
      case Outcome.Done _ -> {}
      case Outcome.Conflict _ -> throw new IllegalStateException("nothing was expected");
      case Outcome.NoIndex _ -> throw new IllegalStateException("the index is missing");
      case Outcome.Unknown unknown ->
          throw new Unavailable("the head of a log was not kept", unknown.cause());
    }
  }

  private Bytes suffix() {
    return Bytes.utf8(chain.stream());
  }

  Bytes encode(LogHead head) {
    Bytes fields =
        new FieldWriter()
            .u8(Chain.VERSION)
            .u64(head.file())
            .u64(head.sizeBytes())
            .u64(head.link().sequence())
            .bytes(head.link().mac())
            .toBytes();
    return fields.concat(chain.headCode(fields));
  }

  LogHead decode(Bytes row) {
    int end = row.size() - MacKey.BYTES;
    if (end <= 0 || !chain.isHeadCode(row.slice(end, row.size()), row.slice(0, end))) {
      throw new Corrupt("the head of a log is not authentic");
    }
    var fields = new FieldReader(row.slice(0, end));
    if (fields.u8() != Chain.VERSION) {
      throw new Corrupt("the head of a log has an unknown version");
    }
    long file = fields.u64();
    long sizeBytes = fields.u64();
    var link = new Link(fields.u64(), fields.bytes(MacKey.BYTES));
    fields.requireEnd();
    return new LogHead(file, sizeBytes, link);
  }
}
