package dev.coffer.store.job;

import dev.coffer.store.inventory.Listed;
import dev.coffer.store.inventory.Manifest;
import dev.coffer.store.inventory.ReportTable;
import dev.coffer.store.object.InventoryScan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * A file of a report's lines, compressed, made as it is read. Holds a line and what the compressor
 * keeps back, whatever the file's size. Read once, by one thread.
 */
final class ReportStream extends InputStream {
  private final InventoryScan.Stretch versions;
  private final ReportTable table;
  private final Drain drain = new Drain();
  private final GZIPOutputStream gzip;
  private final MessageDigest md5 = Manifest.md5();
  private long linesLeft;
  private long sizeBytes;
  private int at;
  private boolean ended;

  /**
   * The lines of the versions that follow.
   *
   * @param lines how many at most
   */
  ReportStream(InventoryScan.Stretch versions, ReportTable table, long lines) throws IOException {
    this.versions = versions;
    this.table = table;
    this.linesLeft = lines;
    this.gzip = new GZIPOutputStream(drain);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (at == drain.size() && !ended) {
      drain.reset();
      at = 0;
      more();
    }
    int taken = Math.min(length, drain.size() - at);
    if (taken == 0) {
      return -1;
    }
    System.arraycopy(drain.bytes(), at, buffer, offset, taken);
    md5.update(buffer, offset, taken);
    sizeBytes += taken;
    at += taken;
    return taken;
  }

  private void more() throws IOException {
    Optional<Listed> next = linesLeft > 0 ? versions.read() : Optional.empty();
    if (next.isPresent()) {
      linesLeft--;
      gzip.write(table.line(next.get()).getBytes(StandardCharsets.UTF_8));
    } else {
      gzip.close();
      ended = true;
    }
  }

  /** How many bytes were read. */
  long sizeBytes() {
    return sizeBytes;
  }

  /** Of the bytes that were read, once they all were. */
  String md5() {
    return HexFormat.of().formatHex(md5.digest());
  }

  /** What came out of the compressor and was not read yet. */
  private static final class Drain extends ByteArrayOutputStream {
    byte[] bytes() {
      return buf;
    }
  }
}
