package dev.coffer.storage.blob;

import dev.coffer.storage.Corrupt;
import dev.coffer.storage.Folders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Numbers the openings of a folder, so that no number is ever used twice. */
final class Sessions {
  private static final Pattern NUMBER = Pattern.compile("[0-7][0-9a-f]{15}\n");
  private static final String FORMAT_LINE = BlobFile.FORMAT + "\n";

  private Sessions() {}

  /** Begins a session: its number is durable before anything is done under it. */
  static long begin(BlobFolder folder) throws IOException {
    if (Files.exists(folder.format())) {
      requireFormat(folder);
    } else {
      lay(folder);
    }
    long session = last(folder) + 1;
    // First the copy: it is never behind what was begun.
    replace(folder.lastSessionCopy(), HexFormat.of().toHexDigits(session) + "\n");
    replace(folder.lastSession(), HexFormat.of().toHexDigits(session) + "\n");
    return session;
  }

  /** The format's name comes last: a folder without it holds nothing yet. */
  private static void lay(BlobFolder folder) throws IOException {
    Folders.create(folder.sessions());
    Folders.create(folder.pending());
    Folders.create(folder.finished());
    if (!Files.exists(folder.lastSession())) {
      replace(folder.lastSession(), HexFormat.of().toHexDigits(0L) + "\n");
    }
    replace(folder.format(), FORMAT_LINE);
  }

  private static void requireFormat(BlobFolder folder) throws IOException {
    if (!read(folder.format()).equals(FORMAT_LINE)) {
      throw new Corrupt("the blobs have a format of another version");
    }
  }

  /**
   * The greater of the number and its copy: numbers may be left out, and one that was used before
   * would give new blobs the names of others.
   */
  private static long last(BlobFolder folder) throws IOException {
    long number =
        number(folder.lastSession())
            .orElseThrow(() -> new Corrupt("the number of the last session is damaged"));
    return Math.max(number, number(folder.lastSessionCopy()).orElse(0));
  }

  private static OptionalLong number(Path file) throws IOException {
    String text = Files.exists(file) ? read(file) : "";
    return NUMBER.matcher(text).matches()
        ? OptionalLong.of(HexFormat.fromHexDigitsToLong(text, 0, 16))
        : OptionalLong.empty();
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }

  private static void replace(Path file, String line) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.US_ASCII.encode(line);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    Folders.sync(Folders.above(file));
  }
}
