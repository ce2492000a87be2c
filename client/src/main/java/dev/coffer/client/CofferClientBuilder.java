package dev.coffer.client;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link CofferClient} needs. Credentials must be given; all else has a default.
 * Methods throw {@link IllegalArgumentException} for values that cannot work.
 */
public final class CofferClientBuilder {
  private final URI endpoint;
  private String region = "us-east-1";
  private Addressing addressing = Addressing.PATH;
  private @Nullable Supplier<Credentials> credentials;
  private @Nullable Duration connectTimeout;
  private Limits limits = Limits.DEFAULT;
  private RetryPolicy retries = RetryPolicy.DEFAULT;
  private @Nullable SSLContext sslContext;
  private @Nullable HttpClient httpClient;
  private InstantSource clock = InstantSource.system();
  private RandomGenerator random = new Random();
  private Pace pace = Pace.SYSTEM;

  CofferClientBuilder(URI endpoint) {
    new Endpoint(endpoint, addressing);
    this.endpoint = endpoint;
  }

  /** The region that signatures name; {@code us-east-1} unless said otherwise. */
  @CanIgnoreReturnValue
  public CofferClientBuilder region(String name) {
    region = Texts.header("region", name);
    return this;
  }

  /** Where requests name their bucket; in the path unless said otherwise. */
  @CanIgnoreReturnValue
  public CofferClientBuilder addressing(Addressing where) {
    addressing = where;
    return this;
  }

  /** One access key for all requests. */
  @CanIgnoreReturnValue
  public CofferClientBuilder credentials(Credentials key) {
    return credentials(() -> key);
  }

  /** Asked for each attempt, on the call's own virtual thread, so it may block; must not fail. */
  @CanIgnoreReturnValue
  public CofferClientBuilder credentials(Supplier<Credentials> source) {
    credentials = source;
    return this;
  }

  /** How long connecting may take; 5 seconds unless said otherwise. */
  @CanIgnoreReturnValue
  public CofferClientBuilder connectTimeout(Duration longest) {
    connectTimeout = Limits.positive(longest);
    return this;
  }

  /** How long one attempt may take, answer included; 30 seconds unless said otherwise. */
  @CanIgnoreReturnValue
  public CofferClientBuilder attemptTimeout(Duration longest) {
    limits = new Limits(longest, limits.total());
    return this;
  }

  /** How long a call may take with all attempts and pauses; 90 seconds unless said otherwise. */
  @CanIgnoreReturnValue
  public CofferClientBuilder totalTimeout(Duration longest) {
    limits = new Limits(limits.attempt(), longest);
    return this;
  }

  /**
   * How often and when a call is tried again; {@link RetryPolicy#DEFAULT} unless said otherwise.
   */
  @CanIgnoreReturnValue
  public CofferClientBuilder retries(RetryPolicy policy) {
    retries = policy;
    return this;
  }

  /** Trusts the authorities in a PEM file, and no others: for a server with its own CA. */
  @CanIgnoreReturnValue
  public CofferClientBuilder trusting(Path pemCertificates) {
    return trusting(Trust.pem(pemCertificates));
  }

  /** Trusts the authorities in a key store, and no others. */
  @CanIgnoreReturnValue
  public CofferClientBuilder trusting(KeyStore authorities) {
    return sslContext(Trust.in(authorities));
  }

  /** The whole TLS set-up, client certificates included. */
  @CanIgnoreReturnValue
  public CofferClientBuilder sslContext(SSLContext context) {
    sslContext = context;
    return this;
  }

  /**
   * Sends with this client, which the caller closes. It brings its own TLS set-up and connect
   * time-out, and must not follow redirects, since a signature holds for one host.
   */
  @CanIgnoreReturnValue
  public CofferClientBuilder httpClient(HttpClient shared) {
    if (shared.followRedirects() != Redirect.NEVER) {
      throw new IllegalArgumentException("the HTTP client must not follow redirects");
    }
    httpClient = shared;
    return this;
  }

  /** The time of day in signatures; the system's clock unless said otherwise. */
  @CanIgnoreReturnValue
  public CofferClientBuilder clock(InstantSource source) {
    clock = source;
    return this;
  }

  /** Draws the pauses between attempts; must be safe for use by several threads. */
  @CanIgnoreReturnValue
  public CofferClientBuilder randomness(RandomGenerator source) {
    random = source;
    return this;
  }

  @CanIgnoreReturnValue
  CofferClientBuilder pace(Pace source) {
    pace = source;
    return this;
  }

  /**
   * Makes the client; connects to nothing yet.
   *
   * @throws IllegalStateException without credentials, or when a given HTTP client contradicts
   *     other settings
   */
  public CofferClient build() {
    if (credentials == null) {
      throw new IllegalStateException("a client needs credentials");
    }
    HttpClient given = httpClient;
    if (given != null && (sslContext != null || connectTimeout != null)) {
      throw new IllegalStateException(
          "a given HTTP client brings its own TLS and connect time-out");
    }
    HttpClient http = given == null ? ownHttpClient() : given;
    var sender = new Sender(http, credentials, region, clock);
    var calls = new Calls(new CallSettings(sender, limits, retries, random, pace));
    return new CofferClient(new Endpoint(endpoint, addressing), calls, given == null ? http : null);
  }

  private HttpClient ownHttpClient() {
    var builder =
        HttpClient.newBuilder()
            .followRedirects(Redirect.NEVER)
            .connectTimeout(connectTimeout == null ? Duration.ofSeconds(5) : connectTimeout);
    if (sslContext != null) {
      builder.sslContext(sslContext);
    }
    return builder.build();
  }
}
