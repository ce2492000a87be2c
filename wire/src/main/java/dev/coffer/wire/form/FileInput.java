package dev.coffer.wire.form;

import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The content of a form's file. Ends only when the rest of the form has been read and is as it
 * should be; after a failure every read fails.
 */
final class FileInput extends InputStream {
  private final PartScanner scanner;
  private boolean ended;
  private @Nullable S3Exception failure;

  FileInput(PartScanner scanner) {
    this.scanner = scanner;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (ended || length == 0) {
      return ended ? -1 : 0;
    }
    try {
      int count = scanner.content(target, offset, length);
      if (count < 0) {
        finish();
        ended = true;
      }
      return count;
    } catch (S3Exception refusal) {
      failure = refusal;
      throw refusal;
    }
  }

  private void finish() throws IOException {
    byte[] skipped = new byte[1024];
    while (scanner.next()) {
      if (PartHead.read(scanner).file()) {
        throw FormReader.files(2);
      }
      for (int count = 0; count >= 0; count = scanner.content(skipped, 0, skipped.length)) {
        scanner.expend(count);
      }
    }
    scanner.epilogue();
  }
}
