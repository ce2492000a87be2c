package dev.coffer.server.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code coffer bucket encryption report} makes of answers that a server in good order hardly
 * ever gives: many pages, counters that drifted, buckets that never rest, texts of any kind.
 */
class ReportAnswersTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String LINE =
      """
      {"type":"AES256","bucketKey":false,"keyMaterial":"1","versions":%d,"sizeBytes":%d}\
      """;

  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> times = new HashMap<>();
  private final ServerSocket listener = open();

  private interface Answering {
    /** The answer to an operation, and how often it was asked for this bucket before. */
    String to(String operation, JsonNode asked, int before);
  }

  private Answering answering = (_, _, _) -> "{}";

  private static ServerSocket open() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void serve() {
    Thread.ofVirtual()
        .start(() -> {
          while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
              answer(socket);
            } catch (IOException _) {
              // Closed by the end of the test, or by the client.
            }
          }
        });
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
  }

  private void answer(Socket socket) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    var headers = new HashMap<String, String>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        headers.put(line.substring(0, colon).toLowerCase(java.util.Locale.ROOT), line);
      }
    }
    int length = Integer.parseInt(value(headers, "content-length"));
    JsonNode body = JSON.readTree(in.readNBytes(length));
    asked.add(body);
    String target = value(headers, "x-amz-target");
    String operation = target.substring(target.indexOf('.') + 1);
    int before = times.merge(operation + body.path("bucket").asString(""), 1, Integer::sum) - 1;
    byte[] answer = answering.to(operation, body, before).getBytes(UTF_8);
    String head =
        "HTTP/1.1 200 OK\r\nContent-Length: " + answer.length + "\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(ISO_8859_1));
    socket.getOutputStream().write(answer);
    socket.getOutputStream().flush();
  }

  private static String value(Map<String, String> headers, String name) {
    String line = headers.getOrDefault(name, name + ": 0");
    return line.substring(line.indexOf(": ") + 2);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  private LiveServer.Run report(String... line) {
    var whole = new ArrayList<>(List.of("bucket", "encryption", "report"));
    whole.addAll(List.of(line));
    whole.addAll(List.of("--endpoint", "http://127.0.0.1:" + listener.getLocalPort()));
    var environment =
        Map.of("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY", "secret");
    return LiveServer.run(environment, whole.toArray(String[]::new));
  }

  private static String bucket(String name, String versions, long changes) {
    return """
    {"bucket":"%s","account":"000000000000","defaultType":"AES256","bucketKeyEnabled":false,
     "blockedTypes":["SSE-C"],"counted":true,"versions":[%s],"omitted":0,"changes":%d,
     "findings":[]}\
    """
        .formatted(name, versions, changes);
  }

  private static String buckets(String... buckets) {
    return "{\"buckets\":[" + String.join(",", buckets) + "]}";
  }

  private static String sums(String versions, long before, long after) {
    return """
    {"versions":[%s],"deleteMarkers":0,"uncounted":0,"changesBefore":%d,"changesAfter":%d}\
    """
        .formatted(versions, before, after);
  }

  /** A bucket whose name says what is wrong with it. */
  private static String of(String operation, JsonNode asked, int before) {
    String name = asked.path("bucket").asString("");
    return switch (operation) {
      case "CountVersions" -> "{\"counted\":" + (before > 1) + "}";
      case "RecountVersions" ->
          name.equals("restless")
              ? sums(LINE.formatted(2, 6), before, before + 1)
              : sums(LINE.formatted(name.equals("drifted") ? 3 : 2, 6), 5, 5);
      case "ReportEncryption" ->
          name.isEmpty()
              ? buckets(
                  bucket("drifted", LINE.formatted(2, 6), 5),
                  bucket("fine", LINE.formatted(2, 6), 5),
                  bucket("restless", LINE.formatted(2, 6), 5))
              : buckets(bucket(name, LINE.formatted(2, 6), 5));
      default -> throw new IllegalStateException(operation);
    };
  }

  private long recounts() {
    return times.entrySet().stream()
        .filter(each -> each.getKey().startsWith("RecountVersions"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  @Test
  void countersThatDriftedAreCode65AndBothAreShown() {
    answering = ReportAnswersTest::of;
    LiveServer.Run run = report("drifted", "--recount");
    assertThat(run.status()).isEqualTo(65);
    assertThat(run.err())
        .isEqualTo("coffer: drifted: the counters are not what the versions add up to");
    assertThat(run.out())
        .contains("THE COUNTERS ARE NOT WHAT THE VERSIONS ADD UP TO")
        .containsPattern("AES256 +2 versions")
        .containsPattern("AES256 +3 versions");
    assertThat(times).containsEntry("CountVersionsdrifted", 3);
    assertThat(recounts()).isEqualTo(1);
  }

  @Test
  void aBucketThatNeverRestsIsCode75AfterThreeAttempts() {
    answering = ReportAnswersTest::of;
    LiveServer.Run run = report("restless", "--recount", "--json");
    assertThat(run.status()).isEqualTo(75);
    assertThat(run.err()).isEqualTo("coffer: restless changed whenever it was recounted");
    JsonNode json = JSON.readTree(run.out());
    assertThat(json.path("changed").asBoolean(false)).isTrue();
    assertThat(json.path("proved").asBoolean(true)).isFalse();
    assertThat(recounts()).isEqualTo(3);
  }

  @Test
  void aDriftIsNotHiddenByABucketThatNeverRests() {
    answering = ReportAnswersTest::of;
    LiveServer.Run run = report("--recount", "--csv");
    assertThat(run.status()).isEqualTo(65);
    assertThat(run.err().lines()).hasSize(2);
    assertThat(run.out().lines()).hasSize(4);
  }

  @Test
  void everyPageIsAskedForWithTheTokenOfTheOneBefore() {
    answering =
        (_, body, before) -> {
          String page = buckets(bucket("b" + before, "", 0));
          assertThat(body.path("nextToken").asString(""))
              .isEqualTo(before == 0 ? "" : "t" + before);
          return before == 4
              ? page
              : page.substring(0, page.length() - 1) + ",\"nextToken\":\"t" + (before + 1) + "\"}";
        };
    LiveServer.Run run = report("--json");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out().lines())
        .map(line -> JSON.readTree(line).path("bucket").asString(""))
        .containsExactly("b0", "b1", "b2", "b3", "b4");
    assertThat(asked).hasSize(5);
  }

  @Test
  void noTextBreaksALineOfCsvOrIsAFormula() {
    String odd =
        bucket("b", LINE.formatted(1, 1), 0)
            .replace(
                "\"bucketKeyEnabled\"",
                "\"defaultKey\":\"=1+1,\\\"x\\\"\\nalias/y\",\"bucketKeyEnabled\"")
            .replace("\"keyMaterial\":\"1\"", "\"keyMaterial\":\"-1\",\"kmsKeyArn\":\"a,b\"");
    answering = (_, _, _) -> buckets(odd);
    LiveServer.Run run = report("--csv");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .endsWith(
            "b,000000000000,AES256,\"'=1+1,\"\"x\"\"\nalias/y\",false,SSE-C,true,AES256,false,"
                + "\"a,b\",'-1,,1,1");
  }

  @Test
  void whatIsNoServerOfOursIsCode75() throws IOException {
    answering = (_, _, _) -> "<html>";
    LiveServer.Run run = report();
    assertThat(run.status()).isEqualTo(75);
    assertThat(run.err()).isEqualTo("coffer: what answers there is not a Coffer server");
    listener.close();
    LiveServer.Run silent = report();
    assertThat(silent.status()).isEqualTo(75);
    assertThat(silent.err()).startsWith("coffer: no answer from http://127.0.0.1:");
  }

  @Test
  void twoFormsAtOnceAreCode64() {
    assertThat(report("--json", "--csv").status()).isEqualTo(64);
    assertThat(report("one", "two").status()).isEqualTo(64);
    assertThat(asked).isEmpty();
  }
}
