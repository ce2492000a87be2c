package dev.coffer.wire.form;

import dev.coffer.wire.s3.S3Error;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Steps through a multipart body: content of a part, delimiter, header lines, content of the next.
 * Holds one buffer of {@value #BUFFER_BYTES} bytes, whatever the parts' sizes.
 *
 * <p>Everything that is not a file's content is an expense, of which a body has {@value
 * Form#MAX_BYTES} bytes. A body that ends before its closing delimiter is refused.
 */
final class PartScanner {
  static final int BUFFER_BYTES = 64 * 1024;
  private static final int END = -1;

  private final InputStream source;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  /** What lies before {@code clean} is content; from there to {@code end} nobody knows yet. */
  private int start;

  private int clean;
  private int end;
  private boolean atDelimiter;
  private int expendedBytes;

  /** Stands before the first delimiter, as if a line had just ended. */
  PartScanner(InputStream source, Boundary boundary) {
    this.source = source;
    this.delimiter = ("\r\n--" + boundary.text()).getBytes(StandardCharsets.US_ASCII);
    buffer[0] = '\r';
    buffer[1] = '\n';
    end = 2;
  }

  /** Some bytes of the part's content; −1 when its delimiter stands next. */
  int content(byte[] target, int offset, int length) throws IOException {
    while (start == clean && !atDelimiter) {
      search();
      if (start == clean && !atDelimiter) {
        require(fill());
      }
    }
    if (start == clean) {
      return END;
    }
    int count = Math.min(length, clean - start);
    System.arraycopy(buffer, start, target, offset, count);
    start += count;
    return count;
  }

  /** Steps over the delimiter; whether another part follows, at whose headers it then stands. */
  boolean next() throws IOException {
    if (!atDelimiter) {
      throw new IllegalStateException("the content has not been read to its end");
    }
    expend(delimiter.length);
    start += delimiter.length;
    atDelimiter = false;
    int first = one();
    if (first == '-') {
      require(one() == '-');
      return false;
    }
    while (first == ' ' || first == '\t') {
      first = one();
    }
    require(first == '\r' && one() == '\n');
    clean = start;
    return true;
  }

  /** A header line without its end; empty at the end of the headers, where the content begins. */
  String line() throws IOException {
    var bytes = new ByteArrayOutputStream();
    int c = one();
    while (c != '\r') {
      require(c != END && c != '\n' && c != 0);
      bytes.write(c);
      c = one();
    }
    require(one() == '\n');
    clean = start;
    return utf8(bytes.toByteArray());
  }

  /** Reads what follows the closing delimiter, which says nothing, to the end of the body. */
  void epilogue() throws IOException {
    int c = one();
    while (c != END) {
      c = one();
    }
  }

  /** Counts what is not a file's content. */
  void expend(int bytes) {
    expendedBytes += bytes;
    if (expendedBytes > Form.MAX_BYTES) {
      throw S3Error.MaxPostPreDataLengthExceeded.with(
          "MaxPostPreDataLengthBytes", Integer.toString(Form.MAX_BYTES));
    }
  }

  static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw S3Error.MalformedPOSTRequest.refusal();
    }
  }

  private int one() throws IOException {
    if (start == end && !fill()) {
      return END;
    }
    expend(1);
    return buffer[start++] & 0xff;
  }

  /** Finds the delimiter, or how far there is surely none. */
  private void search() {
    for (int i = clean; i < end; i++) {
      if (buffer[i] == '\r') {
        int matched = matched(i);
        atDelimiter = matched == delimiter.length;
        if (atDelimiter || i + matched == end) {
          clean = i;
          return;
        }
      }
    }
    clean = end;
  }

  private int matched(int from) {
    int count = 0;
    while (count < delimiter.length
        && from + count < end
        && buffer[from + count] == delimiter[count]) {
      count++;
    }
    return count;
  }

  /** Reads on; what is left moves to the front, which is a part of a delimiter at most. */
  private boolean fill() throws IOException {
    System.arraycopy(buffer, start, buffer, 0, end - start);
    end -= start;
    clean -= start;
    start = 0;
    int count = source.read(buffer, end, buffer.length - end);
    end += Math.max(0, count);
    return count >= 0;
  }

  private static void require(boolean wellFormed) {
    if (!wellFormed) {
      throw S3Error.MalformedPOSTRequest.refusal();
    }
  }
}
