package dev.coffer.conformance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** A server in a process of its own, on free ports, with its ready file read. */
final class StartedServer implements AutoCloseable {
  private static final String MAIN = "dev.coffer.server.config.Main";
  private static final Duration START = Duration.ofSeconds(60);

  private final Process process;
  private final Path data;
  private final Path log;
  private final Path readyFile;
  private final String ready;

  private StartedServer(Process process, Path data, Path log, Path readyFile) throws IOException {
    this.process = process;
    this.data = data;
    this.log = log;
    this.readyFile = readyFile;
    this.ready = Files.readString(readyFile);
  }

  /** Starts over the data folder and waits until requests are served. */
  static StartedServer over(Path data, String... arguments) {
    return over(data, Map.of(), arguments);
  }

  /** The same with variables in its environment, which has none of AWS otherwise. */
  static StartedServer over(Path data, Map<String, String> environment, String... arguments) {
    try {
      return start(data, environment, List.of(arguments));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static StartedServer start(
      Path data, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    Path beside = data.resolveSibling(data.getFileName() + "-" + System.nanoTime());
    Path readyFile = Path.of(beside + ".ready");
    Path log = Path.of(beside + ".log");
    var command = new ArrayList<>(command(data));
    command.addAll(List.of("--listen", "127.0.0.1:0", "--ready-file", readyFile.toString()));
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    long end = System.nanoTime() + START.toNanos();
    while (!Files.exists(readyFile)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroyForcibly();
        throw new IllegalStateException("the server did not start:\n" + Files.readString(log));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return new StartedServer(process, data, log, readyFile);
  }

  /** The command that starts a server over the data folder. */
  static List<String> command(Path data) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m",
        // Most of these servers live for seconds: what the second compiler would gain, it costs
        // first.
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        MAIN,
        "server",
        data.toString());
  }

  URI http() {
    return URI.create(member("http").orElseThrow());
  }

  URI https() {
    return URI.create(member("https").orElseThrow());
  }

  /** The certificate of its own authority, in PEM. */
  Path ca() {
    return Path.of(member("ca").orElseThrow());
  }

  /** The folder that it serves from. */
  Path data() {
    return data;
  }

  Path readyFile() {
    return readyFile;
  }

  Path logFile() {
    return log;
  }

  long pid() {
    return Long.parseLong(member("pid").orElseThrow());
  }

  String accessKeyId() {
    return member("accessKeyId").orElseThrow();
  }

  String secretAccessKey() {
    return member("secretAccessKey").orElseThrow();
  }

  String account() {
    return member("account").orElseThrow();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(accessKeyId(), secretAccessKey()));
  }

  /** A client that never repeats a request by itself. */
  S3Client s3() {
    return builder().build();
  }

  /** A client over TLS that trusts the server's own authority and no other. */
  S3Client overTls() {
    return builder()
        .endpointOverride(https())
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .socketTimeout(Duration.ofSeconds(60))
                .tlsTrustManagersProvider(() -> Pem.trustManagers(ca())))
        .build();
  }

  S3ClientBuilder builder() {
    return S3Client.builder()
        .endpointOverride(http())
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials())
        .forcePathStyle(true)
        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofSeconds(60)))
        .overrideConfiguration(to -> to.retryStrategy(retry -> retry.maxAttempts(1)));
  }

  /** A client of the key service that never repeats a request by itself. */
  KmsClient kms() {
    return kmsBuilder().build();
  }

  KmsClientBuilder kmsBuilder() {
    return KmsClient.builder()
        .endpointOverride(http())
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials())
        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofSeconds(60)))
        .overrideConfiguration(to -> to.retryStrategy(retry -> retry.maxAttempts(1)));
  }

  /** As {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    await();
  }

  /** Asks it to stop and says with which status it did. */
  int stop() {
    process.destroy();
    return await();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }

  private int await() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the server does not stop");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A member of the ready file. */
  Optional<String> member(String name) {
    Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"?([^\",}]+)").matcher(ready);
    return found.find() ? Optional.of(found.group(1).strip()) : Optional.empty();
  }
}
