package dev.coffer.server.config;

import dev.coffer.server.control.Order;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/**
 * {@code coffer unseal DATA}: gives the running server a secret. What is typed is taken for a
 * recovery key or a share when it looks like one, else for a passphrase.
 */
@Command(name = "unseal", description = "Unseals the running server.")
final class UnsealCommand implements Callable<Integer> {
  private static final int RECOVERY_DIGITS = 56;
  private static final int SHARE_DIGITS = 72;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DATA", description = "The data folder of the server.")
  private Path data = Path.of(".");

  @ArgGroup(exclusive = true)
  private @Nullable Source source;

  /** Where the secret comes from, when it is not typed. */
  static final class Source {
    @Option(names = "--root-key-passphrase-file", paramLabel = "FILE")
    private @Nullable Path passphraseFile;

    @Option(names = "--recovery-key-file", paramLabel = "FILE")
    private @Nullable Path recoveryFile;

    @Option(names = "--root-key-file", paramLabel = "FILE")
    private @Nullable Path keyFile;

    @Option(names = "--shares-file", paramLabel = "FILE", description = "A share a line.")
    private @Nullable Path sharesFile;

    @Option(names = "--backends", description = "Asks the backends that the slots name again.")
    private boolean backends;
  }

  // picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  UnsealCommand() {}

  @Override
  public Integer call() {
    try {
      PrintWriter out = spec.commandLine().getOut();
      SealCommands.tell(out, source == null ? typed(out) : given(source));
      return ExitCode.OK;
    } catch (IOException e) {
      throw new StartFailure(
          ExitCode.CONFIGURATION, "cannot read the secret: " + e.getMessage(), e);
    }
  }

  private JsonNode given(Source from) throws IOException {
    if (from.passphraseFile != null) {
      return give(Order.UNSEAL_BY_PASSPHRASE, SecretLines.firstBytes(from.passphraseFile));
    }
    if (from.recoveryFile != null) {
      return give(Order.UNSEAL_BY_RECOVERY_KEY, SecretLines.firstBytes(from.recoveryFile));
    }
    if (from.keyFile != null) {
      String path = from.keyFile.toAbsolutePath().toString();
      return give(Order.UNSEAL_BY_KEY_FILE, path.getBytes(StandardCharsets.UTF_8));
    }
    if (from.sharesFile != null) {
      return giveAll(SecretLines.all(from.sharesFile));
    }
    if (!from.backends) {
      throw new IOException("no secret is named");
    }
    return give(Order.UNSEAL_BY_BACKENDS, new byte[0]);
  }

  private JsonNode giveAll(List<String> shares) throws IOException {
    JsonNode last = null;
    for (String share : shares) {
      last = give(Order.UNSEAL_BY_SHARE, share.getBytes(StandardCharsets.UTF_8));
      if (!isSealed(last)) {
        return last;
      }
    }
    if (last == null) {
      throw new IOException("there is no share");
    }
    return last;
  }

  private JsonNode typed(PrintWriter out) throws IOException {
    Console console =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).orElse(null);
    if (console == null) {
      return give(piped());
    }
    JsonNode said = give(ask(console));
    while (isSealed(said)) {
      SealCommands.tell(out, said);
      said = give(ask(console));
    }
    return said;
  }

  private static byte[] piped() throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    if (line == null || line.isEmpty()) {
      throw new IOException("nothing was typed");
    }
    return line.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] ask(Console console) throws IOException {
    char[] typed = console.readPassword("Passphrase, recovery key or share: ");
    if (typed == null || typed.length == 0) {
      throw new IOException("nothing was typed");
    }
    var encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    Arrays.fill(typed, ' ');
    return bytes;
  }

  private JsonNode give(byte[] secret) {
    return give(order(new String(secret, StandardCharsets.UTF_8)), secret);
  }

  private JsonNode give(Order order, byte[] secret) {
    return SealCommands.give(data, order, secret);
  }

  private static boolean isSealed(JsonNode said) {
    return said.path("state").asString("").equals("sealed");
  }

  static Order order(String typed) {
    String digits = typed.strip().toUpperCase(Locale.ROOT).replaceAll("[- ]", "");
    boolean paper = digits.matches("[0-9A-Z]+");
    return switch (paper ? digits.length() : 0) {
      case RECOVERY_DIGITS -> Order.UNSEAL_BY_RECOVERY_KEY;
      case SHARE_DIGITS -> Order.UNSEAL_BY_SHARE;
      default -> Order.UNSEAL_BY_PASSPHRASE;
    };
  }
}
