package dev.coffer.kms.custody;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** The root key file: a document that can be written again, or an exception of custody. */
class RootKeyDocumentFuzzTest {
  @FuzzTest
  void document(byte[] json) {
    try {
      RootKeyDocument read = RootKeyDocument.decode(json);
      if (!RootKeyDocument.decode(read.encode()).equals(read)) {
        throw new AssertionError("another document after writing");
      }
    } catch (CustodyException _) {
      // refused, as it may be
    }
  }
}
