package dev.coffer.store.object;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldWriter;

/** Rows as they were sealed before there were tags and locks. */
final class OldRows {
  private OldRows() {}

  /** A version's row of format 1 or 4. */
  static VersionRow version(
      ObjectGroup at, VersionRow.Unsealed unsealed, int format, WrappingKey key, Entropy entropy) {
    VersionFacts facts = unsealed.facts();
    VersionDetails details = unsealed.details();
    FieldWriter plain = new FieldWriter();
    details.description().write(plain);
    plain
        .nullable(details.checksum(), (to, value) -> value.write(to))
        .list(details.pages(), (to, page) -> to.u64(page.firstByte()).bytes(page.digest()));
    byte[] context = at.aad("coffer/version-row/v2").add(facts.encodeBare().toByteArray()).sha256();
    return new VersionRow(
        facts, unsealed.envelope(), seal(plain, context, key, entropy), format, null);
  }

  /** An upload's row of format 1. */
  static UploadRow upload(
      ObjectGroup at, UploadRow.Unsealed unsealed, WrappingKey key, Entropy entropy) {
    FieldWriter plain = new FieldWriter();
    unsealed.wanted().description().write(plain);
    byte[] context =
        at.aad("coffer/upload-row/v1").add(unsealed.facts().encode().toByteArray()).sha256();
    Bytes sealed = seal(plain, context, key, entropy);
    return new UploadRow(unsealed.facts(), unsealed.envelope(), sealed, UploadRow.BARE);
  }

  private static Bytes seal(FieldWriter plain, byte[] context, WrappingKey key, Entropy entropy) {
    return Bytes.copyOf(key.sealRecord(plain.toBytes().toByteArray(), context, entropy));
  }
}
