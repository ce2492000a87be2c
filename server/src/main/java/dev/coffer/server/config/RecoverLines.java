package dev.coffer.server.config;

import dev.coffer.store.recover.CannotOpen;
import dev.coffer.store.recover.Stored;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/**
 * A line for each thing found: bucket, object key, version id, size, encryption, which keys it
 * needs, and what became of it, with tabs between. Control characters, backslashes and tabs of
 * names are written {@code \\uXXXX}, so that a name is never two lines.
 */
final class RecoverLines {
  private final PrintWriter out;
  private final RecoverSink sink;
  private long objects;
  private long damaged;
  private long locked;

  RecoverLines(PrintWriter out, RecoverSink sink) {
    this.out = out;
    this.sink = sink;
  }

  void show(Stored stored) {
    switch (stored) {
      case Stored.Version version -> show(version);
      case Stored.Marker marker -> line(named(marker.name()), "-", "delete marker", "-", "-");
      case Stored.Damaged broken -> {
        damaged++;
        line(plain(broken.bucket()), plain(broken.key()), "?", "-", "?", "?", broken.what());
      }
    }
  }

  private void show(Stored.Version version) {
    objects++;
    line(
        named(version.name()),
        String.valueOf(version.sizeBytes()),
        version.encryption(),
        plain(version.needs()),
        became(version));
  }

  private String became(Stored.Version version) {
    try {
      return sink.take(version).map(RecoverLines::plain).orElse("-");
    } catch (CannotOpen e) {
      if (e.keyMissing()) {
        locked++;
      } else {
        damaged++;
      }
      return "! " + plain(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String named(Stored.Name name) {
    String id = name.latest() ? name.versionId() : name.versionId() + " (earlier)";
    return plain(name.bucket()) + "\t" + plain(name.key()) + "\t" + id;
  }

  private void line(String... fields) {
    out.println(String.join("\t", fields));
  }

  static String plain(String text) {
    var plain = new StringBuilder();
    text.chars()
        .forEach(c -> {
          if (c == '\\' || Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
            plain.append("\\u%04x".formatted(c));
          } else {
            plain.append((char) c);
          }
        });
    return plain.toString();
  }

  /** How much was found, in a sentence. */
  String summary() {
    return "%d versions; %d damaged, %d without their key".formatted(objects, damaged, locked);
  }

  /** Whether everything that was asked for was there. */
  boolean complete() {
    return damaged == 0 && locked == 0;
  }
}
