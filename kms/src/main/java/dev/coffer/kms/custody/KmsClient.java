package dev.coffer.kms.custody;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.CustodyException.Reason;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.sigv4.ContentHash;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks AWS JSON 1.1 to a KMS: signs, limits, tries twice.
 *
 * <p>One second to connect, three for a call with its body, a second try after 100 to 300
 * milliseconds where the first was not answered or answered by a fault; then {@link
 * CircuitBreaker}. A refusal is remembered until the credentials file changes its content: wrong
 * credentials are not offered again and again. Redirects are not followed.
 */
final class KmsClient implements AutoCloseable {
  static final Duration CONNECT = Duration.ofSeconds(1);
  static final Duration CALL = Duration.ofSeconds(3);

  private static final int MAX_ANSWER = 64 * 1024;
  private static final int MAX_CREDENTIALS = 8 * 1024;
  private static final int TRIES = 2;
  private static final long PAUSE_MILLIS = 100;
  private static final int JITTER_MILLIS = 200;
  private static final JsonMapper JSON = UnkeptJson.mapper();

  private static final Set<String> NOT_AUTHENTIC =
      Set.of("InvalidCiphertextException", "IncorrectKeyException");

  /** Refusals that say nothing against our credentials. */
  private static final Set<String> OF_THE_KEY =
      Set.of("DisabledException", "KMSInvalidStateException", "InvalidKeyUsageException");

  private static final Set<String> FAULTS =
      Set.of(
          "KeyUnavailableException",
          "DependencyTimeoutException",
          "KMSInternalException",
          "InternalFailure",
          "ServiceUnavailable",
          "ThrottlingException",
          "Throttling",
          "LimitExceededException");

  private final AwsKms.Config config;
  private final InstantSource clock;
  private final Entropy entropy;
  private final HttpClient http;
  private final CircuitBreaker breaker;
  private volatile String refusedWith = "";

  KmsClient(AwsKms.Config config, Surroundings around) {
    this.config = config;
    this.clock = around.clock();
    this.entropy = around.entropy();
    this.breaker = new CircuitBreaker(around.clock());
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER);
    Path authorities = config.caFile();
    this.http =
        authorities == null ? builder.build() : builder.sslContext(trusting(authorities)).build();
  }

  private static SSLContext trusting(Path authorities) {
    try (InputStream in = Files.newInputStream(authorities)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate c : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + number++, c);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new CustodyException(Reason.MISSING, "ca-file holds no certificates", e);
    }
  }

  /**
   * Calls an operation and returns its answer.
   *
   * @throws CustodyException NOT_AUTHENTIC, NO_SUCH_KEY, REFUSED, UNREACHABLE
   */
  JsonNode call(String operation, byte[] body) {
    Credentials credentials = Credentials.read(config.credentialsFile());
    if (credentials.fingerprint().equals(refusedWith)) {
      throw new CustodyException(Reason.REFUSED, "the KMS has refused these credentials before");
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return answered(send(signed(operation, body, credentials)), credentials);
      } catch (CustodyException e) {
        if (e.reason() != Reason.UNREACHABLE || attempt == TRIES || e.getCause() instanceof Open) {
          throw e;
        }
      }
      int jitter = (entropy.bytes(1)[0] & 0xff) * JITTER_MILLIS / 0xff;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS + jitter));
    }
  }

  /** The installation id of a Coffer; empty when the server is another. */
  Optional<String> installation() {
    var request =
        HttpRequest.newBuilder(config.endpoint().resolve("/_coffer/health/live"))
            .timeout(CALL)
            .build();
    Answer answer = send(request);
    if (answer.status() != 200) {
      return Optional.empty();
    }
    try {
      return JSON.readTree(answer.text()).path("installation").asStringOpt();
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  private HttpRequest signed(String operation, byte[] body, Credentials credentials) {
    URI endpoint = config.endpoint();
    Headers headers =
        Headers.EMPTY.toBuilder()
            .set("Host", endpoint.getRawAuthority())
            .set("Content-Type", "application/x-amz-json-1.1")
            .set("X-Amz-Target", "TrentService." + operation)
            .build();
    var unsigned = new Request("POST", "/", null, headers, Body.of(body), Request.Peer.LOCAL);
    Request signed =
        credentials
            .signer(config.region())
            .sign(unsigned, ContentHash.Exact.of(body), clock.instant());
    var builder =
        HttpRequest.newBuilder(endpoint.resolve("/"))
            .timeout(CALL)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (Headers.Field field : signed.headers().fields()) {
      if (!field.name().equalsIgnoreCase("Host")) {
        builder.header(field.name(), field.value());
      }
    }
    return builder.build();
  }

  private record Answer(int status, String text) {}

  /** Why a call was not made at all. */
  private static final class Open extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private Answer send(HttpRequest request) {
    if (!breaker.admits()) {
      throw new CustodyException(
          Reason.UNREACHABLE, "the KMS did not answer lately and is left alone", new Open());
    }
    try {
      var sent = http.sendAsync(request, LimitedBody.handler(MAX_ANSWER));
      HttpResponse<byte[]> response;
      try {
        response = sent.get(CALL.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        sent.cancel(true);
      }
      if (response.statusCode() < 500) {
        breaker.answered();
      } else {
        breaker.failed();
      }
      return new Answer(response.statusCode(), new String(response.body(), UTF_8));
    } catch (ExecutionException | TimeoutException e) {
      breaker.failed();
      throw new CustodyException(Reason.UNREACHABLE, "the KMS does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CustodyException(Reason.UNREACHABLE, "interrupted while the KMS was asked", e);
    }
  }

  private JsonNode answered(Answer answer, Credentials credentials) {
    JsonNode json = parsed(answer);
    if (answer.status() == 200) {
      return json;
    }
    String type = json.path("__type").asString("");
    String code = type.substring(type.lastIndexOf('#') + 1);
    if (NOT_AUTHENTIC.contains(code)) {
      throw new CustodyException(Reason.NOT_AUTHENTIC, "the KMS key did not wrap this for here");
    }
    if (code.equals("NotFoundException")) {
      throw new CustodyException(Reason.NO_SUCH_KEY, "the KMS has no such key");
    }
    if (answer.status() >= 500 || answer.status() == 429 || FAULTS.contains(code)) {
      throw new CustodyException(Reason.UNREACHABLE, "the KMS answered " + shown(answer, code));
    }
    if (!OF_THE_KEY.contains(code)) {
      refusedWith = credentials.fingerprint();
    }
    throw new CustodyException(Reason.REFUSED, "the KMS answered " + shown(answer, code));
  }

  private static JsonNode parsed(Answer answer) {
    try {
      return JSON.readTree(answer.text());
    } catch (JacksonException e) {
      throw new CustodyException(
          Reason.UNREACHABLE, "the answer with status " + answer.status() + " is not of a KMS", e);
    }
  }

  private static String shown(Answer answer, String code) {
    return answer.status() + (code.matches("[A-Za-z]{1,64}") ? " " + code : "");
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }

  /** An access key from its file. */
  private record Credentials(String id, String secret, String token) {
    static Credentials read(Path file) {
      try {
        var lines = new Properties();
        lines.load(new StringReader(new String(SecretFile.read(file, MAX_CREDENTIALS), UTF_8)));
        String id = lines.getProperty("AWS_ACCESS_KEY_ID", "");
        String secret = lines.getProperty("AWS_SECRET_ACCESS_KEY", "");
        if (id.isEmpty() || secret.isEmpty()) {
          throw new CustodyException(Reason.MALFORMED, "no access key in " + file);
        }
        return new Credentials(id, secret, lines.getProperty("AWS_SESSION_TOKEN", ""));
      } catch (IOException e) {
        throw new CustodyException(Reason.MISSING, "the credentials file cannot be read", e);
      }
    }

    Signer signer(String region) {
      return new Signer(
          id, SecretAccessKey.of(secret), region, "kms", token.isEmpty() ? null : token);
    }

    /** Tells one content of the file from another. */
    String fingerprint() {
      return ContentHash.Exact.of((id + "\n" + secret + "\n" + token).getBytes(UTF_8)).hex();
    }

    @Override
    public String toString() {
      return "Credentials[" + id + "]";
    }
  }
}
