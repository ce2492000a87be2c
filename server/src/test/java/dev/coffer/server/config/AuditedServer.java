package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.kms.audit.OnFailure;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server with one key and one bucket, whose audit logs have a disk to themselves. */
record AuditedServer(Neighbour server, SmallDisk disk, String key) implements AutoCloseable {
  static final String BODY = "what is written while there is room";

  static AuditedServer start(Path folder, OnFailure onFailure) throws Exception {
    var server = new Neighbour(folder.resolve("coffer"), onFailure);
    SmallDisk disk = SmallDisk.mount(server.data().resolve("audit"), 256);
    boolean ready = false;
    try {
      server.start();
      String key = server.createKey("{}");
      assertThat(server.s3("PUT", "/audited", Map.of(), "").statusCode()).isEqualTo(200);
      ready = true;
      return new AuditedServer(server, disk, key);
    } finally {
      if (!ready) {
        server.close();
        disk.close();
      }
    }
  }

  /** Stores an object under the key. */
  HttpResponse<String> put(String name) throws Exception {
    Map<String, String> under =
        Map.of(
            "x-amz-server-side-encryption",
            "aws:kms",
            "x-amz-server-side-encryption-aws-kms-key-id",
            key);
    return server.s3("PUT", "/audited/" + name, under, BODY);
  }

  HttpResponse<String> get(String name) throws Exception {
    return server.s3("GET", "/audited/" + name, Map.of(), "");
  }

  /** Uses the key, with a number by which its line is known. */
  Neighbour.Said use(int number) throws Exception {
    return server.kms(
        "Encrypt",
        "{\"KeyId\":\"%s\",\"Plaintext\":\"YQ==\",\"EncryptionContext\":{\"number\":\"%d\"}}"
            .formatted(key, number));
  }

  /** How many keys there are. */
  int keys() throws Exception {
    return server.kms("ListKeys", "{}").json().path("Keys").size();
  }

  /** All lines but one that the full disk took in part, which is cut off before the next. */
  private List<JsonNode> lines() throws IOException {
    var mapper = new JsonMapper();
    var lines = new ArrayList<JsonNode>();
    try (Stream<Path> files = Files.list(disk.folder())) {
      for (Path file : files.filter(each -> each.toString().endsWith(".jsonl")).toList()) {
        String text = Files.readString(file);
        text.substring(0, text.lastIndexOf('\n') + 1)
            .lines()
            .forEach(line -> lines.add(mapper.readTree(line)));
      }
    }
    return lines;
  }

  /** The numbers of the uses that were done and stand in the log. */
  Set<Integer> writtenDown() throws IOException {
    var numbers = new TreeSet<Integer>();
    for (JsonNode line : lines()) {
      if (line.path("eventName").asString("").equals("Encrypt") && !line.has("errorCode")) {
        JsonNode context = line.at("/requestParameters/encryptionContext");
        numbers.add(Integer.valueOf(context.path("number").asString("")));
      }
    }
    return numbers;
  }

  List<JsonNode> gaps() throws IOException {
    return lines().stream().filter(line -> line.path("record").asString("").equals("gap")).toList();
  }

  void verify() {
    Neighbour.Run run = server.run("audit verify DATA");
    assertThat(run.status()).as(run.out() + run.err()).isZero();
  }

  @Override
  public void close() throws IOException {
    try {
      server.close();
    } finally {
      disk.close();
    }
  }
}
