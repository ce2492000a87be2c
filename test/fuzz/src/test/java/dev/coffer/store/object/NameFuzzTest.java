package dev.coffer.store.object;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.coffer.wire.s3.S3Exception;

/** Texts that clients hand back or make up: a name or a refusal. */
class NameFuzzTest {
  @FuzzTest
  void texts(byte[] input) {
    String text = new String(input, UTF_8);
    attempt(() -> SourceName.parse(text));
    attempt(() -> ContinuationToken.parse("bucket", text));
    attempt(() -> VersionId.parse(text));
    attempt(() -> CopyRange.of(text, 1000));
    UploadId.parse(text)
        .ifPresent(id -> {
          if (!id.format().equals(text)) {
            throw new AssertionError(text);
          }
        });
  }

  private static void attempt(Runnable read) {
    try {
      read.run();
    } catch (S3Exception _) {
      // refused, as it may be
    }
  }
}
