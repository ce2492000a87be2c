package dev.coffer.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server under load.
 *
 * @param pid of its process, for its CPU time; 0 when unknown
 * @param signsPayload whether the bodies of requests to it are hashed and signed
 */
record Endpoint(
    String name,
    String host,
    int port,
    String accessKeyId,
    String secretAccessKey,
    long pid,
    boolean signsPayload) {

  /** {@code NAME=URL,ACCESS,SECRET[,PID]}, or {@code NAME=@READY-FILE} of a Coffer server. */
  static Endpoint parse(String text) throws IOException {
    int equals = text.indexOf('=');
    String name = text.substring(0, equals);
    String rest = text.substring(equals + 1);
    if (rest.startsWith("@")) {
      return ready(name, Files.readString(Path.of(rest.substring(1))));
    }
    String[] parts = rest.split(",", -1);
    long pid = parts.length > 3 ? Long.parseLong(parts[3]) : 0;
    return at(name, parts[0], parts[1], parts[2], pid);
  }

  private static Endpoint ready(String name, String json) {
    long pid = member(json, "pid").map(Long::parseLong).orElse(0L);
    return at(
        name,
        member(json, "http").orElseThrow(),
        member(json, "accessKeyId").orElseThrow(),
        member(json, "secretAccessKey").orElseThrow(),
        pid);
  }

  private static Endpoint at(String name, String url, String access, String secret, long pid) {
    URI uri = URI.create(url);
    boolean loopback = uri.getHost().equals("localhost") || uri.getHost().startsWith("127.");
    if (!loopback) {
      throw new IllegalArgumentException("load goes to loopback addresses only");
    }
    return new Endpoint(name, uri.getHost(), uri.getPort(), access, secret, pid, false);
  }

  Endpoint signingPayload(boolean signs) {
    return new Endpoint(name, host, port, accessKeyId, secretAccessKey, pid, signs);
  }

  private static Optional<String> member(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"?([^\",}]+)").matcher(json);
    return found.find() ? Optional.of(found.group(1).strip()) : Optional.empty();
  }

  String authority() {
    return host + ":" + port;
  }

  /** CPU seconds that the server's process has used, of user and system time; 0 when unknown. */
  double cpuSeconds() throws IOException {
    return cpuSeconds(pid);
  }

  /** The same of any process. */
  static double cpuSeconds(long pid) throws IOException {
    Path stat = Path.of("/proc/" + pid + "/stat");
    if (pid == 0 || !Files.exists(stat)) {
      return 0;
    }
    String line = Files.readString(stat);
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    double ticksPerSecond = 100;
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / ticksPerSecond;
  }
}
