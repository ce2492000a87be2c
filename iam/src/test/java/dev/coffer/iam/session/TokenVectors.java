package dev.coffer.iam.session;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.iam.identity.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the vectors of tokens of every kind have in common. */
final class TokenVectors {
  static final String KEY = "11".repeat(32);
  static final String HERE = "22".repeat(16);
  static final String ID = "ASIAEXAMPLE";
  static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  private TokenVectors() {}

  /**
   * What a vector says.
   *
   * @param lines of its head, by name
   */
  record Vector(Map<String, String> lines, String token) {
    static Vector read(Path file) throws IOException {
      String[] parts = Files.readString(file).split("\n\n", 2);
      Map<String, String> lines = new TreeMap<>();
      for (String line : parts[0].split("\n", -1)) {
        String[] field = line.split(": ", 2);
        lines.put(field[0], field[1]);
      }
      return new Vector(lines, parts[1]);
    }

    String text(String name) {
      return lines.getOrDefault(name, "");
    }

    boolean opens() {
      return text("expect").equals("opens");
    }
  }

  static WrappingKey key(String hex) {
    return new WrappingKey(Secret.of(HexFormat.of().parseHex(hex)));
  }

  /** The folder of that name. */
  static Path directory(String name) {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(here.resolve("vectors"))) {
      here = here.getParent();
    }
    return here.resolve("vectors").resolve(name);
  }

  static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  /** What the files of a folder hold, by their names. */
  static Map<String, String> contents(Path directory) throws IOException {
    var found = new TreeMap<String, String>();
    for (Path file : files(directory)) {
      found.put(file.getFileName().toString(), Files.readString(file));
    }
    return found;
  }

  static void write(Path directory, Map<String, String> files) throws IOException {
    Files.createDirectories(directory);
    for (var file : files.entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
  }

  /** An authentic message with any content, as only the server could make it. */
  static String sealed(String label, byte[] plain) {
    byte[] context = Aad.of(label).addLong(1).add(Bytes.ofHex(HERE)).add(ID).sha256();
    return encode(key(KEY).sealRecord(plain, context, Installation.entropy(1)));
  }

  static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static byte[] with(byte[] bytes, int position, int value) {
    byte[] changed = bytes.clone();
    changed[position] = (byte) value;
    return changed;
  }

  static String refused(String key, String installation, String id, String token) {
    return file("refused", key, installation, id, token);
  }

  static String file(String expect, String key, String installation, String id, String token) {
    return """
    expect: %s
    wrapping-key: %s
    installation-id: %s
    access-key-id: %s
    secret: %s

    %s\
    """
        .formatted(expect, key, installation, id, SECRET, token);
  }
}
