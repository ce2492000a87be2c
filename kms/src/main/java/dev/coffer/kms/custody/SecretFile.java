package dev.coffer.kms.custody;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Files that hold a backend's credentials: their owner's alone, short. */
final class SecretFile {
  private SecretFile() {}

  /**
   * Returns the first line without its end; 1 to {@code maxBytes} bytes.
   *
   * @throws CustodyException EXPOSED, MALFORMED
   */
  static byte[] firstLine(Path file, int maxBytes) throws IOException {
    byte[] content = read(file, maxBytes + 2);
    int end = 0;
    while (end < content.length && content[end] != '\n' && content[end] != '\r') {
      end++;
    }
    if (end == 0 || end > maxBytes) {
      throw new CustodyException(
          CustodyException.Reason.MALFORMED, "the first line is empty or too long: " + file);
    }
    return Arrays.copyOf(content, end);
  }

  /**
   * Returns the content, at most {@code maxBytes}.
   *
   * @throws CustodyException EXPOSED, MALFORMED
   */
  static byte[] read(Path file, int maxBytes) throws IOException {
    byte[] content = PrivateFolder.readUpTo(file, maxBytes);
    if (PrivateFolder.othersMay(file, "rwxrwx")) {
      throw new CustodyException(
          CustodyException.Reason.EXPOSED,
          "others than its owner may use a file with a secret; chmod 600 " + file);
    }
    if (content.length > maxBytes) {
      throw new CustodyException(
          CustodyException.Reason.MALFORMED, "a file with a secret is too long: " + file);
    }
    return content;
  }
}
