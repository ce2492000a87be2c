package dev.coffer.kms.audit;

import dev.coffer.storage.Bytes;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the first line of a file says, believed or not.
 *
 * @param previous code of the line before, in the file before
 */
record FileHeader(String installation, String stream, long file, Bytes previous) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Empty when a line is no such line of this version. */
  static Optional<FileHeader> parse(byte[] line) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JacksonException _) {
      return Optional.empty();
    }
    String previous = node.path("previous").asString("");
    boolean known =
        node.path("record").asString("").equals("file")
            && node.path("format").asString("").equals(ServiceLines.FORMAT)
            && node.path("version").asInt(0) == Chain.VERSION
            && previous.matches("[0-9a-f]{64}");
    return known
        ? Optional.of(
            new FileHeader(
                node.path("installation").asString(""),
                node.path("stream").asString(""),
                node.path("file").asLong(0),
                Bytes.fromHex(previous)))
        : Optional.empty();
  }
}
