package dev.coffer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** Rows of the index {@code system} that are not what was stored any more. */
public final class Damage {
  private static final Index SYSTEM = new Index("system");
  private static final int PAGE = 100;

  private Damage() {}

  /**
   * Changes the last byte of rows; there must be some.
   *
   * @param group what their group begins with
   * @param word what their suffix has in it
   */
  public static void lastBytes(KvStore kv, String group, String word) {
    int changed = 0;
    Iterator<Entry> rows = KvScan.entries(kv, SYSTEM, Key.startOf(Bytes.utf8(group)), PAGE);
    while (rows.hasNext()) {
      Entry row = rows.next();
      if (row.key().group().startsWith(Bytes.utf8(group)) && latin(row).contains(word)) {
        change(kv, row);
        changed++;
      }
    }
    assertThat(changed).isPositive();
  }

  /** A suffix may have any bytes. */
  private static String latin(Entry row) {
    return new String(row.key().suffix().toByteArray(), StandardCharsets.ISO_8859_1);
  }

  private static void change(KvStore kv, Entry row) {
    byte[] value = row.value().toByteArray();
    value[value.length - 1] ^= 1;
    Commit commit =
        Commit.in(SYSTEM, row.key().group()).put(row.key().suffix(), Bytes.copyOf(value)).build();
    assertThat(kv.commit(commit)).isEqualTo(Outcome.DONE);
  }
}
