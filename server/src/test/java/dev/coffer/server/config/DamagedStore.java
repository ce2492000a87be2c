package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A store with objects of every encryption type, small, large and in parts, in two data folders: as
 * a stopped server leaves them and as a killed one does.
 */
final class DamagedStore implements AutoCloseable {
  private static final String SSE = "x-amz-server-side-encryption";
  private static final String CUSTOMER_KEY = "1234567890abcdef1234567890abcdef";
  private static final String NOBODY_BLOCKED =
      "<ServerSideEncryptionConfiguration><Rule><BlockedEncryptionTypes><EncryptionType>NONE"
          + "</EncryptionType></BlockedEncryptionTypes></Rule></ServerSideEncryptionConfiguration>";
  private static final String VERSIONED =
      "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";

  private final Path folder;
  private final Path customerKeys;

  /** Of each store, by its folder's name: target of a GET to what it answers. */
  private final Map<String, Map<String, Stored>> there = new TreeMap<>();

  private Map<String, Stored> written = new LinkedHashMap<>();
  private Neighbour coffer;
  private String key = "";

  private DamagedStore(Path folder) throws IOException {
    this.folder = folder;
    this.customerKeys = folder.resolve("customers");
    this.coffer = new Neighbour(folder.resolve("made"));
    byte[] customer = CUSTOMER_KEY.getBytes(StandardCharsets.US_ASCII);
    Files.writeString(customerKeys, Base64.getEncoder().encodeToString(customer) + "\n");
  }

  /** An object's content, and the headers by which its type is written and read. */
  private record Stored(String body, String type, Map<String, String> toRead) {}

  /**
   * What became of a damaged store.
   *
   * @param scrub what it said, shortly; empty when it found nothing
   * @param named whether it named an object
   * @param answers of a server, by their kinds
   */
  record Outcome(String scrub, boolean named, Map<String, Integer> answers, int all) {
    /** Other bytes; nothing, as if it had never been there; or a loss that nobody found. */
    boolean defect() {
      boolean whole = answers.getOrDefault("right", 0) == all;
      return answers.containsKey("WRONG")
          || answers.keySet().stream().anyMatch(answer -> answer.startsWith("404"))
          || (!whole && scrub.isEmpty() && answers.keySet().stream().noneMatch(Outcome::refused));
    }

    private static boolean refused(String answer) {
      return answer.startsWith("not started");
    }

    @Override
    public String toString() {
      String found = scrub.isEmpty() ? "nothing" : named ? "names objects" : scrub;
      String served = answers.getOrDefault("right", 0) == all ? "all right" : answers.toString();
      return " | " + found + " | " + served + (defect() ? " | DEFECT" : "");
    }
  }

  static DamagedStore fill(Path folder) throws Exception {
    var store = new DamagedStore(folder);
    store.fill();
    return store;
  }

  Path stopped() {
    return folder.resolve("stopped");
  }

  Path killed() {
    return folder.resolve("killed");
  }

  private void fill() throws Exception {
    coffer.start();
    done("PUT", "/kept", Map.of(), "");
    done("PUT", "/kept?encryption=", Map.of(), NOBODY_BLOCKED);
    done("PUT", "/kept?versioning=", Map.of(), VERSIONED);
    key = coffer.createKey("{}");
    write("first");
    coffer.stop();
    coffer.start();
    write("second");
    coffer.stop();
    copy(coffer.data(), stopped());
    there.put("stopped", Map.copyOf(written));
    coffer.start();
    write("third");
    copy(coffer.data(), killed());
    there.put("killed", Map.copyOf(written));
    coffer.stop();
  }

  private void write(String when) throws Exception {
    for (Map.Entry<String, Map<String, String>> type : types().entrySet()) {
      String name = type.getKey();
      Map<String, String> toRead = name.equals("customer") ? type.getValue() : Map.of();
      for (int lines : new int[] {1, 2000}) {
        String body = (name + " of the " + when + "\n").repeat(lines);
        String target = "/kept/" + name + "-" + when + "-" + lines;
        String version = version(done("PUT", target, type.getValue(), body));
        written.put(target + version, new Stored(body, name, toRead));
      }
      String body = ("parts of " + name + " of the " + when + "\n").repeat(1500);
      String target = "/kept/" + name + "-" + when + "-parts";
      String upload = upload(target, type.getValue());
      String sent = "?partNumber=3&uploadId=" + upload;
      String eTag =
          done("PUT", target + sent, toRead, body).headers().firstValue("ETag").orElseThrow();
      String complete =
          ("<CompleteMultipartUpload><Part><PartNumber>3</PartNumber><ETag>%s</ETag></Part>"
                  + "</CompleteMultipartUpload>")
              .formatted(eTag);
      String version = version(done("POST", target + "?uploadId=" + upload, toRead, complete));
      written.put(target + version, new Stored(body, name, toRead));
    }
    String begun = upload("/kept/begun", Map.of());
    done("PUT", "/kept/begun?partNumber=7&uploadId=" + begun, Map.of(), "part\n".repeat(5000));
    done("DELETE", "/kept/s3-" + when + "-1", Map.of(), "");
  }

  private String upload(String target, Map<String, String> headers) throws Exception {
    String begun = done("POST", target + "?uploads=", headers, "").body();
    return begun.replaceAll("(?s).*<UploadId>(.*)</UploadId>.*", "$1");
  }

  private static String version(HttpResponse<String> answer) {
    return "?versionId=" + answer.headers().firstValue("x-amz-version-id").orElseThrow();
  }

  private Map<String, Map<String, String>> types() throws Exception {
    byte[] customer = CUSTOMER_KEY.getBytes(StandardCharsets.US_ASCII);
    byte[] md5 = MessageDigest.getInstance("MD5").digest(customer);
    Map<String, Map<String, String>> types = new LinkedHashMap<>();
    types.put("s3", Map.of(SSE, "AES256"));
    Map<String, String> kms = Map.of(SSE, "aws:kms", SSE + "-aws-kms-key-id", key);
    types.put("kms", kms);
    Map<String, String> bucketKey = new LinkedHashMap<>(kms);
    bucketKey.put(SSE + "-bucket-key-enabled", "true");
    types.put("bucket-key", bucketKey);
    types.put("dsse", Map.of(SSE, "aws:kms:dsse", SSE + "-aws-kms-key-id", key));
    types.put(
        "customer",
        Map.of(
            SSE + "-customer-algorithm", "AES256",
            SSE + "-customer-key", Base64.getEncoder().encodeToString(customer),
            SSE + "-customer-key-MD5", Base64.getEncoder().encodeToString(md5)));
    return types;
  }

  private HttpResponse<String> done(
      String method, String target, Map<String, String> headers, String body) throws Exception {
    HttpResponse<String> answer = coffer.s3(method, target, headers, body);
    assertThat(answer.statusCode()).as(target + answer.body()).isBetween(200, 204);
    return answer;
  }

  /** The mark first: it may be behind the rows, never before them. */
  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> below = Files.walk(from)) {
      for (Path path : below.sorted((a, b) -> rank(a) - rank(b)).toList()) {
        Path target = to.resolve(from.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else if (Files.isRegularFile(path) && !path.toString().contains("/native/")) {
          Files.createDirectories(target.getParent());
          Files.copy(path, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private static int rank(Path path) {
    return path.endsWith("written") ? 0 : 1;
  }

  /** Damages two copies, lets the scrub read one and a server serve the other. */
  Outcome damage(Damage.Target target, Damage.Mutation mutation) throws Exception {
    Path here = folder.resolve("case");
    Damage.removeAll(here);
    Neighbour scrubbed = copy(here.resolve("scrubbed"), target, mutation);
    Neighbour.Run run = scrubbed.run("scrub DATA --customer-key-file " + customerKeys);
    if (run.status() == 0 && target.path().startsWith("audit")) {
      run = scrubbed.run("audit verify DATA");
    }
    List<String[]> lines = run.out().lines().map(line -> line.split("\t")).toList();
    boolean named = lines.stream().anyMatch(line -> line.length == 5 && !line[2].equals("-"));
    String said = (lines.isEmpty() ? run.err() : lines.getFirst()[lines.getFirst().length - 1]);
    String scrub =
        run.status() == 0 ? "" : run.status() + ": " + said.strip().lines().findFirst().orElse("");
    Map<String, Stored> expected = there.get(target.store().getFileName().toString());
    try (Neighbour served = copy(here.resolve("served"), target, mutation)) {
      boolean writes = target.path().startsWith("blobs/") && !target.kind().equals("blob");
      return new Outcome(scrub, named, answers(served, expected, writes), expected.size());
    }
  }

  private static Neighbour copy(Path to, Damage.Target target, Damage.Mutation mutation)
      throws IOException {
    var neighbour = new Neighbour(to);
    copy(target.store(), neighbour.data());
    mutation.in(neighbour.data(), target);
    return neighbour;
  }

  /** Where it may be that new blobs take the names of others, after some were written. */
  private static Map<String, Integer> answers(
      Neighbour served, Map<String, Stored> expected, boolean writes) throws Exception {
    var answers = new TreeMap<String, Integer>();
    try {
      served.start();
    } catch (StartFailure e) {
      return Map.of("not started: " + e.getMessage().lines().findFirst().orElse(""), 1);
    }
    for (int i = 0; writes && i < 6; i++) {
      served.s3("PUT", "/kept/new-" + i, Map.of(), "new\n".repeat(5000));
    }
    for (Map.Entry<String, Stored> stored : expected.entrySet()) {
      answers.merge(answer(served, stored.getKey(), stored.getValue()), 1, Integer::sum);
    }
    return answers;
  }

  private static String answer(Neighbour served, String target, Stored stored) throws Exception {
    try {
      HttpResponse<String> answer = served.s3("GET", target, stored.toRead(), "");
      if (answer.statusCode() != 200) {
        String code = answer.body().replaceAll("(?s).*<Code>(.*)</Code>.*", "$1");
        return answer.statusCode() + " " + (code.length() < 60 ? code : "");
      }
      boolean right = answer.body().equals(stored.body()) && type(answer).equals(stored.type());
      return right ? "right" : "WRONG";
    } catch (IOException e) {
      return "cut off";
    }
  }

  private static String type(HttpResponse<String> answer) {
    if (answer.headers().firstValue(SSE + "-bucket-key-enabled").orElse("").equals("true")) {
      return "bucket-key";
    }
    return switch (answer.headers().firstValue(SSE).orElse("customer")) {
      case "AES256" -> "s3";
      case "aws:kms" -> "kms";
      case "aws:kms:dsse" -> "dsse";
      default -> "customer";
    };
  }

  @Override
  public void close() {
    coffer.close();
  }
}
