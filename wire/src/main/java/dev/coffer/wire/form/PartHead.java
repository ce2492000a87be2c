package dev.coffer.wire.form;

import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a part says of itself before its content.
 *
 * @param name of the field
 * @param fileName null when there is none; as it came, with or without a path
 */
record PartHead(String name, @Nullable String fileName) {
  private static final String DISPOSITION = "content-disposition";
  private static final String ENCODING = "content-transfer-encoding";
  private static final Set<String> IDENTITY = Set.of("7bit", "8bit", "binary");

  boolean file() {
    return name.equalsIgnoreCase("file");
  }

  /**
   * Reads a part's header lines. Other headers than these two say nothing (RFC 7578 §4.8).
   *
   * @throws S3Exception MalformedPOSTRequest when the part is no form field, or is encoded
   */
  static PartHead read(PartScanner scanner) throws IOException {
    Parameters disposition = null;
    for (String line = scanner.line(); !line.isEmpty(); line = scanner.line()) {
      int colon = line.indexOf(':');
      require(colon > 0 && line.charAt(0) != ' ' && line.charAt(0) != '\t');
      String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      if (name.equals(DISPOSITION)) {
        require(disposition == null);
        disposition = parameters(value);
      }
      require(!name.equals(ENCODING) || IDENTITY.contains(value.toLowerCase(Locale.ROOT)));
    }
    return of(disposition);
  }

  private static PartHead of(@Nullable Parameters disposition) {
    String name = disposition == null ? null : disposition.find("name");
    if (disposition == null || name == null || !disposition.word().equals("form-data")) {
      throw S3Error.MalformedPOSTRequest.refusal();
    }
    return new PartHead(name, disposition.find("filename"));
  }

  private static Parameters parameters(String value) {
    try {
      return Parameters.parse(value);
    } catch (MalformedMessage _) {
      throw S3Error.MalformedPOSTRequest.refusal();
    }
  }

  private static void require(boolean wellFormed) {
    if (!wellFormed) {
      throw S3Error.MalformedPOSTRequest.refusal();
    }
  }
}
