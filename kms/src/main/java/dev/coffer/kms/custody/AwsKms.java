package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustodyException.Reason;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A KMS key at Amazon, or at whatever speaks its protocol; another Coffer, for one. Source: AWS KMS
 * API Reference, Encrypt and Decrypt.
 *
 * <p>The encryption context is {@code coffer:installation}, {@code coffer:slot} and {@code
 * coffer:version}, so that the other side's key policy and its audit can tell who asks for what.
 * Before its first call a client asks the server's health whether it is this very installation: a
 * store that keeps its root key in itself could never be opened again.
 */
public final class AwsKms implements KeyCustody {
  /** Its word and its settings. */
  public static final CustodyType<Config> TYPE =
      new CustodyType<>("aws-kms", Config::of, AwsKms::new);

  private static final JsonMapper JSON = UnkeptJson.mapper();
  private static final int MAX_KEY_ID = 2048;

  private final Config config;
  private final KmsClient client;
  private final AtomicBoolean knownToBeAnother = new AtomicBoolean();

  /**
   * The settings.
   *
   * @param endpoint https, or http on this machine
   * @param key id, ARN or alias of a symmetric key
   * @param credentialsFile lines {@code AWS_ACCESS_KEY_ID=…}, {@code AWS_SECRET_ACCESS_KEY=…} and
   *     maybe {@code AWS_SESSION_TOKEN=…}; its owner's alone; read at each call
   * @param caFile certificates in PEM that are trusted instead of the JDK's
   */
  public record Config(
      URI endpoint, String region, String key, Path credentialsFile, @Nullable Path caFile) {

    static Config of(Settings settings) {
      String region = settings.require("region");
      if (!region.matches("[a-z0-9-]{1,64}")) {
        throw Settings.unsupported("the setting region is not a Region");
      }
      String key = settings.require("key");
      if (key.length() > MAX_KEY_ID) {
        throw Settings.unsupported("the setting key is too long");
      }
      return new Config(
          settings.find("endpoint").map(Config::endpoint).orElseGet(() -> amazon(region)),
          region,
          key,
          settings.requirePath("credentials-file"),
          settings.findPath("ca-file").orElse(null));
    }

    private static URI amazon(String region) {
      String suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
      return URI.create("https://kms." + region + "." + suffix);
    }

    private static URI endpoint(String text) {
      URI uri;
      try {
        uri = URI.create(text);
      } catch (IllegalArgumentException e) {
        throw Settings.unsupported("the setting endpoint is no URL");
      }
      boolean bare =
          uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
      boolean loopback = bare && uri.getHost().matches("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");
      String scheme = String.valueOf(uri.getScheme());
      if (!bare || !(scheme.equals("https") || (scheme.equals("http") && loopback))) {
        throw Settings.unsupported(
            "the setting endpoint is https://HOST[:PORT], or http:// on this machine");
      }
      return URI.create(scheme + "://" + uri.getRawAuthority());
    }
  }

  AwsKms(Config config, Surroundings around) {
    this.config = config;
    this.client = new KmsClient(config, around);
  }

  @Override
  public Bytes wrap(Secret key, Binding binding) {
    requireAnother(binding);
    ObjectNode request = request(binding);
    request.put("Plaintext", Base64.getEncoder().encodeToString(key.bytes()));
    JsonNode answer = client.call("Encrypt", JSON.writeValueAsBytes(request));
    byte[] wrapped = bytes(answer, "CiphertextBlob");
    if (wrapped.length > MAX_WRAPPED_BYTES) {
      throw unusable();
    }
    return Bytes.of(wrapped);
  }

  @Override
  public Secret unwrap(Bytes wrapped, Binding binding) {
    requireAnother(binding);
    ObjectNode request = request(binding);
    request.put("CiphertextBlob", Base64.getEncoder().encodeToString(wrapped.toArray()));
    byte[] key = bytes(client.call("Decrypt", JSON.writeValueAsBytes(request)), "Plaintext");
    if (key.length != StoreRootKey.KEY_BYTES) {
      throw new CustodyException(Reason.NOT_AUTHENTIC, "what was wrapped is no key of 32 bytes");
    }
    return Secret.of(key);
  }

  private ObjectNode request(Binding binding) {
    ObjectNode request = JSON.createObjectNode();
    request.put("KeyId", config.key());
    ObjectNode context = request.putObject("EncryptionContext");
    context(binding).forEach(context::put);
    return request;
  }

  private static Map<String, String> context(Binding binding) {
    var context = new LinkedHashMap<String, String>();
    context.put("coffer:installation", binding.installationId().toString());
    context.put("coffer:slot", binding.place());
    context.put("coffer:version", Integer.toString(binding.version()));
    return context;
  }

  @Override
  public void probe() {
    ObjectNode request = JSON.createObjectNode();
    request.put("KeyId", config.key());
    JsonNode metadata =
        client.call("DescribeKey", JSON.writeValueAsBytes(request)).path("KeyMetadata");
    if (!metadata.path("Enabled").asBoolean(false)) {
      throw new CustodyException(Reason.REFUSED, "the KMS key is not enabled");
    }
  }

  private void requireAnother(Binding binding) {
    if (knownToBeAnother.get()) {
      return;
    }
    Optional<String> installation = client.installation();
    if (installation.equals(Optional.of(binding.installationId().toString()))) {
      throw new CustodyException(
          Reason.UNSUPPORTED, "the endpoint is this very store, which cannot keep its own key");
    }
    knownToBeAnother.set(true);
  }

  private static byte[] bytes(JsonNode answer, String member) {
    try {
      byte[] bytes = Base64.getDecoder().decode(answer.path(member).asString(""));
      if (bytes.length > 0) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw unusable();
    }
    throw unusable();
  }

  private static CustodyException unusable() {
    return new CustodyException(Reason.UNREACHABLE, "the KMS gave an answer without a key");
  }

  @Override
  public void close() {
    client.close();
  }
}
