package dev.coffer.store.bucket;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;

/** Rows of buckets: exactly what was stored, or corrupt. */
class BucketRowFuzzTest {
  @FuzzTest
  void bucket(byte[] stored) {
    Bytes bytes = Bytes.copyOf(stored);
    try {
      Bytes again = BucketRow.encode(BucketRow.decode("bucket", BucketRow.FORMAT, bytes));
      if (!again.equals(bytes)) {
        throw new AssertionError(bytes + " has two encodings, the other is " + again);
      }
    } catch (Corrupt _) {
      // refused, as it may be
    }
  }

  @FuzzTest
  void access(byte[] stored) {
    try {
      AccessSettings.decode(Bytes.copyOf(stored));
    } catch (Corrupt _) {
      // refused, as it may be
    }
  }

  @FuzzTest
  void encryption(byte[] stored) {
    try {
      EncryptionSettings.decode(Bytes.copyOf(stored));
    } catch (Corrupt _) {
      // refused, as it may be
    }
  }
}
