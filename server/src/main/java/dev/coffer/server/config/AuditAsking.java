package dev.coffer.server.config;

import dev.coffer.crypto.mac.MacKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.audit.AuditFiles;
import dev.coffer.kms.audit.Link;
import dev.coffer.kms.audit.LogHead;
import dev.coffer.kms.audit.Question;
import dev.coffer.kms.audit.Verified;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.custody.Surroundings;
import dev.coffer.server.control.ControlClient;
import dev.coffer.server.control.Order;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.RocksKv;
import dev.coffer.store.bucket.SystemKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks about the logs: a running server over its socket, else the data folder itself. */
record AuditAsking(Path data, SecretOptions secrets) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * What is asked, in a form that goes over the socket.
   *
   * @param stream null for every one
   * @param verified whether the files are to be read; else only heads are shown
   */
  record Asked(@Nullable String stream, boolean verified, Question question) {
    static Asked head() {
      return new Asked(null, false, Question.WHOLE);
    }

    static Asked verify(@Nullable String stream, Question question) {
      return new Asked(stream, true, question);
    }

    byte[] encode() {
      var members = new LinkedHashMap<String, Object>();
      members.put("verify", verified);
      members.put("from", question.fromFile());
      put(members, "stream", stream);
      put(members, "includes", question.includes());
      return JSON.writeValueAsString(members).getBytes(StandardCharsets.UTF_8);
    }

    private static void put(Map<String, Object> members, String name, @Nullable Object value) {
      if (value != null) {
        members.put(name, value.toString());
      }
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when it is nothing of that kind
     */
    static Asked decode(byte[] encoded) {
      JsonNode node = JSON.readTree(encoded);
      JsonNode includes = node.path("includes");
      var question =
          new Question(
              node.path("from").asLong(1),
              includes.isMissingNode() ? null : Link.parse(includes.asString("")));
      JsonNode stream = node.path("stream");
      return new Asked(
          stream.isMissingNode() ? null : stream.asString(""),
          node.path("verify").asBoolean(false),
          question);
    }

    List<String> streams() {
      if (stream == null) {
        return AuditFiles.STREAMS;
      }
      if (!AuditFiles.STREAMS.contains(stream)) {
        throw new IllegalArgumentException("the logs are " + AuditFiles.STREAMS);
      }
      return List.of(stream);
    }
  }

  JsonNode ask(Asked asked) {
    try {
      asked.streams();
      ControlClient.Answer answer = ControlClient.give(data, Order.AUDIT, asked.encode());
      if (!answer.done()) {
        throw new StartFailure(
            ExitCode.CONFIGURATION, answer.said().path("message").asString("refused"));
      }
      return answer.said();
    } catch (IOException _) {
      return JSON.valueToTree(atRest(asked)); // no server runs there
    } catch (IllegalArgumentException e) {
      throw new StartFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private Map<String, Object> atRest(Asked asked) {
    var answer = new LinkedHashMap<String, Object>();
    CustodyWork.run(
        data,
        keys -> {
          answer.putAll(atRest(asked, keys));
          return ExitCode.OK;
        });
    return answer;
  }

  private Map<String, Object> atRest(Asked asked, Path keys) throws IOException {
    var around = new Surroundings(InstantSource.system(), Entropy.system());
    try (DataFolder folder = DataFolder.take(data);
        SecretOptions.Secrets found = secrets.find(keys, around);
        StoreRootKey root = found.open(keys);
        KvStore kv = RocksKv.open(folder.rowsToOpen())) {
      kv.create(SystemKeys.INDEX);
      var systemKeys = new SystemKeys(kv, root, around.entropy());
      try (MacKey key = new MacKey(systemKeys.requireSecret(AuditLogs.PURPOSE))) {
        var ground = AuditLogs.ground(folder, kv, key, root.installationId(), around.clock());
        var files = new AuditFiles(ground);
        return answer(asked, files::verify, files::head);
      }
    }
  }

  /** Verifies one log. */
  @FunctionalInterface
  interface Verifying {
    Verified verify(String stream, Question question);
  }

  /** Shows the head of one log, null when there is none. */
  @FunctionalInterface
  interface Showing {
    @Nullable LogHead head(String stream);
  }

  /** The answer of whoever can read the logs. */
  static Map<String, Object> answer(Asked asked, Verifying verifying, Showing showing) {
    var logs = new ArrayList<Object>();
    boolean intact = true;
    for (String stream : asked.streams()) {
      if (asked.verified()) {
        Verified verified = verifying.verify(stream, asked.question());
        intact &= verified.broken() == null;
        logs.add(shown(verified));
      } else {
        logs.add(shown(stream, showing.head(stream)));
      }
    }
    var answer = new LinkedHashMap<String, Object>();
    answer.put("intact", intact);
    answer.put("logs", logs);
    return answer;
  }

  private static Map<String, Object> shown(String stream, @Nullable LogHead head) {
    var log = new LinkedHashMap<String, Object>();
    log.put("stream", stream);
    log.put("head", head == null ? "none" : head.link().toString());
    log.put("file", head == null ? 0 : head.file());
    return log;
  }

  private static Map<String, Object> shown(Verified verified) {
    var log = new LinkedHashMap<String, Object>();
    log.put("stream", verified.stream());
    log.put("files", verified.files());
    log.put("lines", verified.lines());
    log.put("last", verified.last() == null ? "none" : verified.last().toString());
    log.put("gaps", verified.gaps());
    log.put("recoveries", verified.recoveries());
    if (verified.broken() != null) {
      var broken = new LinkedHashMap<String, Object>();
      broken.put("file", verified.broken().file());
      broken.put("line", verified.broken().line());
      broken.put("kind", verified.broken().kind().name());
      broken.put("sentence", verified.broken().sentence());
      log.put("break", broken);
    }
    return log;
  }
}
