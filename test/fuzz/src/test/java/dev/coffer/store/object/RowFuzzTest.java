package dev.coffer.store.object;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import java.util.function.Function;

/** Rows of an object: exactly what was stored, or corrupt. */
class RowFuzzTest {
  @FuzzTest
  void version(byte[] stored) {
    read(stored, VersionRow::decode, VersionRow::encode);
  }

  @FuzzTest
  void details(byte[] stored) {
    read(stored, VersionDetails::decode, VersionDetails::encode);
  }

  @FuzzTest
  void upload(byte[] stored) {
    read(stored, UploadRow::decode, UploadRow::encode);
  }

  @FuzzTest
  void part(byte[] stored) {
    read(stored, PartRow::decode, PartRow::encode);
  }

  @FuzzTest
  void queued(byte[] stored) {
    read(stored, QueuedRow::decode, QueuedRow::encode);
  }

  private static <T> void read(
      byte[] stored, Function<Bytes, T> decode, Function<T, Bytes> encode) {
    Bytes bytes = Bytes.copyOf(stored);
    try {
      Bytes again = encode.apply(decode.apply(bytes));
      if (!again.equals(bytes)) {
        throw new AssertionError(bytes + " has two encodings, the other is " + again);
      }
    } catch (Corrupt | NotAuthentic _) {
      // refused, as it may be
    }
  }
}
