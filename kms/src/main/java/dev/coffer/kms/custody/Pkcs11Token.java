package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustodyException.Reason;
import dev.coffer.kms.pkcs11.Answer;
import dev.coffer.kms.pkcs11.WorkerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An AES key in a PKCS #11 token: a smart card, an HSM, SoftHSM. Source: OASIS PKCS #11 v2.40.
 *
 * <p>The token is found by its label, the key in it by its own, {@code coffer-root-1} unless the
 * settings name another. Wrapped, a key of 32 bytes is vector[12], ciphertext[32], tag[16] of
 * AES-GCM with the binding's digest as associated data. The module runs in a process of its own.
 */
public final class Pkcs11Token implements KeyCustody {
  /** Its word and its settings. */
  public static final CustodyType<Config> TYPE =
      new CustodyType<>("pkcs11", Config::of, Pkcs11Token::new);

  private static final int IV_BYTES = 12;
  private static final int WRAPPED_BYTES = IV_BYTES + StoreRootKey.KEY_BYTES + 16;
  private static final int MAX_PIN_BYTES = 256;

  private final Config config;
  private final Entropy entropy;
  private final WorkerProcess worker;

  /**
   * The settings.
   *
   * @param module path of the module's library
   * @param token label of the token
   * @param key label of the key
   * @param pinFile holds the user's PIN in its first line; its owner's alone
   * @param ownVector the token insists on drawing the initialisation vector
   * @param environment variables for the module
   * @param patience for one call
   */
  public record Config(
      Path module,
      String token,
      String key,
      Path pinFile,
      boolean ownVector,
      Map<String, String> environment,
      Duration patience) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    public Config {
      environment = Map.copyOf(environment);
    }

    static Config of(Settings settings) {
      return new Config(
          settings.requirePath("module"),
          settings.require("token"),
          settings.find("key").orElse("coffer-root-1"),
          settings.requirePath("pin-file"),
          settings.find("iv").map(Config::ownVector).orElse(false),
          settings.find("environment").map(Config::environment).orElse(Map.of()),
          settings.find("timeout-seconds").map(Config::seconds).orElse(PATIENCE));
    }

    private static boolean ownVector(String word) {
      return switch (word) {
        case "token" -> true;
        case "coffer" -> false;
        default -> throw Settings.unsupported("the setting iv is token or coffer");
      };
    }

    private static Map<String, String> environment(String text) {
      var variables = new LinkedHashMap<String, String>();
      for (String variable : text.split(";", -1)) {
        int equals = variable.indexOf('=');
        if (equals < 1) {
          throw Settings.unsupported(
              "the setting environment is NAME=VALUE, more after semicolons");
        }
        variables.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
      return variables;
    }

    private static Duration seconds(String text) {
      if (!text.matches("[1-9]|[1-5][0-9]|60")) {
        throw Settings.unsupported("the setting timeout-seconds is 1 to 60");
      }
      return Duration.ofSeconds(Integer.parseInt(text));
    }
  }

  Pkcs11Token(Config config, Surroundings around) {
    this.config = config;
    this.entropy = around.entropy();
    var settings =
        new WorkerProcess.Settings(
            config.module(), config.token(), config.environment(), config.patience());
    this.worker = new WorkerProcess(settings, this::pin);
  }

  @Override
  public Bytes wrap(Secret key, Binding binding) {
    byte[] iv = config.ownVector() ? new byte[IV_BYTES] : entropy.bytes(IV_BYTES);
    byte[] wrapped = require(worker.encrypt(config.key(), iv, binding.aadSha256(), key.bytes()));
    boolean vectorIsSet = !Arrays.equals(Arrays.copyOf(wrapped, IV_BYTES), new byte[IV_BYTES]);
    if (wrapped.length != WRAPPED_BYTES || !vectorIsSet) {
      throw Settings.unsupported("the token does not encrypt as AES-GCM with a vector of 12 bytes");
    }
    return Bytes.of(wrapped);
  }

  @Override
  public Secret unwrap(Bytes wrapped, Binding binding) {
    if (wrapped.sizeBytes() != WRAPPED_BYTES) {
      throw new CustodyException(Reason.NOT_AUTHENTIC, "no token wraps a key to so many bytes");
    }
    byte[] aad = binding.aadSha256();
    byte[] freshIv = entropy.bytes(IV_BYTES);
    return Secret.of(require(worker.decrypt(config.key(), aad, wrapped.toArray(), freshIv)));
  }

  @Override
  public void probe() {
    require(worker.probe(config.key()));
  }

  @Override
  public void createKey() {
    require(worker.create(config.key()));
  }

  private byte[] require(Answer answer) {
    return switch (answer.status()) {
      case OK -> answer.content();
      case NOT_AUTHENTIC -> throw failure(Reason.NOT_AUTHENTIC, answer);
      case NO_SUCH_KEY -> throw failure(Reason.NO_SUCH_KEY, answer);
      case UNREACHABLE -> throw failure(Reason.UNREACHABLE, answer);
      case REFUSED -> throw failure(Reason.REFUSED, answer);
      case EXISTS -> throw failure(Reason.EXISTS, answer);
      case UNSUPPORTED -> throw failure(Reason.UNSUPPORTED, answer);
    };
  }

  private CustodyException failure(Reason reason, Answer answer) {
    String which = "token " + config.token() + ", key " + config.key();
    return new CustodyException(reason, which + ": " + answer.why());
  }

  private byte[] pin() {
    try {
      return SecretFile.firstLine(config.pinFile(), MAX_PIN_BYTES);
    } catch (IOException e) {
      throw new CustodyException(Reason.MISSING, "the PIN file cannot be read", e);
    }
  }

  @Override
  public void close() {
    worker.close();
  }
}
