package dev.coffer.server.config;

import dev.coffer.crypto.envelope.CustomerKey;
import dev.coffer.crypto.secret.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import picocli.CommandLine.Option;

/** The flag by which a command on a data folder is given customers' keys. */
final class CustomerKeyOptions {
  @Option(
      names = "--customer-key-file",
      paramLabel = "FILE",
      description = "Holds SSE-C keys: one in base64 on each line. May be given often.")
  private List<Path> files = List.of();

  /**
   * Adds the keys to those that the caller closes, whatever happens.
   *
   * @throws StartFailure when a line is no key
   */
  void read(List<Secret> keys) throws IOException {
    for (Path file : files) {
      for (String line : SecretLines.all(file)) {
        keys.add(customerKey(file, line));
      }
    }
  }

  private static Secret customerKey(Path file, String line) {
    byte[] key = decoded(line);
    if (key.length != CustomerKey.KEY_BYTES) {
      Arrays.fill(key, (byte) 0);
      throw new StartFailure(
          ExitCode.CONFIGURATION, "a line of " + file + " is not the base64 of 32 bytes");
    }
    return Secret.of(key);
  }

  private static byte[] decoded(String line) {
    try {
      return Base64.getDecoder().decode(line);
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }
}
