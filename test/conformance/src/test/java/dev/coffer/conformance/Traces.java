package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** What a secret looks like wherever it may have been written: raw, in base64, in hexadecimal. */
record Traces(List<String> forms) {
  static Traces of(byte[] secret) {
    String hex = HexFormat.of().formatHex(secret);
    var forms = new ArrayList<>(List.of(new String(secret, ISO_8859_1), hex));
    forms.add(hex.toUpperCase(Locale.ROOT));
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[secret.length + shift];
      System.arraycopy(secret, 0, shifted, shift, secret.length);
      String coded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      String certain = coded.substring(shift == 0 ? 0 : 4, coded.length() - 2);
      forms.add(certain);
      forms.add(certain.replace('+', '-').replace('/', '_'));
    }
    return new Traces(List.copyOf(forms));
  }

  boolean in(byte[] content) {
    return in(new String(content, ISO_8859_1));
  }

  /** Whether one is in the text that these bytes are, each a character. */
  boolean in(String text) {
    return forms.stream().anyMatch(text::contains);
  }

  /** The files of a folder, or the file itself, that hold one. */
  List<Path> below(Path root) throws IOException {
    var found = new ArrayList<Path>();
    try (var files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (in(Files.readAllBytes(file))) {
          found.add(file);
        }
      }
    }
    return found;
  }
}
