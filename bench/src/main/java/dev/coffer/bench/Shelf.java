package dev.coffer.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The objects of one size in one bucket of one endpoint, and what a comparison does with them. All
 * requests that repeat are signed ahead. Keys are written over and over, so that the disk does not
 * fill up; what is read has been put once and is held against it byte by byte.
 */
final class Shelf {
  private static final int KEYS_OF_A_CLIENT = 16;
  private static final long BYTES_OF_ALL_KEYS = 1L << 30;
  private static final int MOST_KEYS_TO_READ = 64;
  private static final long BYTES_TO_READ = 256L << 20;
  private static final int RANGES = 16;
  private static final int MOST_RANGE_BYTES = 64 << 10;
  private static final int LISTED = 1000;
  private static final String LISTED_BUCKET = "-listed";
  private static final int DELETED = 1600;
  private static final int MOST_DELETED_BY_A_CLIENT = 400;
  private static final Payload LISTED_BODY = Payload.random(16);
  private static final Pattern UPLOAD_ID = Pattern.compile("<UploadId>([^<]+)</UploadId>");

  private final String bucket;
  private final Payload body;
  private final Set<String> there = ConcurrentHashMap.newKeySet();

  Shelf(String bucket, int sizeBytes) {
    this.bucket = bucket;
    this.body = Payload.random(sizeBytes);
  }

  /** Makes its buckets; lists have one of their own. */
  void open(Endpoint endpoint) throws IOException {
    try (var connection = new Connection(endpoint)) {
      connection.exchange(Ask.of("PUT", "/" + bucket));
      connection.exchange(Ask.of("PUT", "/" + bucket + LISTED_BUCKET));
    }
  }

  /** The work of so many clients. */
  Work work(Operation operation, int clients) {
    return switch (operation) {
      case PUT -> sized((connection, client) -> puts(connection, client, clients));
      case GET -> sized(this::gets);
      case RANGE -> sized(rangeBytes(), this::ranges);
      case LIST -> sized(0, this::lists);
      case HEAD -> sized(0, this::heads);
      case DELETE -> deletes(clients);
      case MIXED -> sized((connection, client) -> mixed(connection, client, clients));
      case MULTIPART -> sized(this::uploads);
    };
  }

  private Work sized(Work work) {
    return sized(body.sizeBytes(), work);
  }

  private static Work sized(long sizeBytes, Work work) {
    return new Work() {
      @Override
      public Task begin(Connection connection, int client) throws IOException {
        return work.begin(connection, client);
      }

      @Override
      public long sizeBytes() {
        return sizeBytes;
      }
    };
  }

  private Work.Task puts(Connection connection, int client, int clients) {
    long room = BYTES_OF_ALL_KEYS / clients / body.sizeBytes();
    int keys = Math.clamp(room, 1, KEYS_OF_A_CLIENT);
    List<Sent> sent = new ArrayList<>();
    for (int key = 0; key < keys; key++) {
      sent.add(connection.sign(put("put-" + client + "-" + key)));
    }
    return number -> connection.exchange(sent.get(number % keys));
  }

  private Work.Task gets(Connection connection, int client) throws IOException {
    Sent get = connection.sign(Ask.of("GET", readable(connection, client)));
    return number -> connection.expect(get, body);
  }

  private Work.Task heads(Connection connection, int client) throws IOException {
    Sent head = connection.sign(Ask.of("HEAD", readable(connection, client)));
    return number -> {
      Answer answer = connection.exchange(head);
      if (answer.contentLength() != body.sizeBytes()) {
        throw new IOException("HEAD tells another length: " + answer.head());
      }
    };
  }

  private int rangeBytes() {
    return Math.min(MOST_RANGE_BYTES, body.sizeBytes() / 4);
  }

  /** They are spread over the object and begin at no round number. */
  private Work.Task ranges(Connection connection, int client) throws IOException {
    String target = readable(connection, client);
    int length = rangeBytes();
    List<Sent> sent = new ArrayList<>();
    List<Payload> wanted = new ArrayList<>();
    for (int range = 0; range < RANGES; range++) {
      int from = (int) ((long) (body.sizeBytes() - length) * (range * 7 % RANGES) / RANGES) + range;
      String header = "bytes=" + from + "-" + (from + length - 1);
      sent.add(connection.sign(Ask.of("GET", target, Map.of("Range", header))));
      wanted.add(body.slice(from, length));
    }
    return number -> connection.expect(sent.get(number % RANGES), wanted.get(number % RANGES));
  }

  private Work.Task lists(Connection connection, int client) throws IOException {
    String listed = "/" + bucket + LISTED_BUCKET;
    if (client == 0 && there.add(listed)) {
      for (int key = 0; key < LISTED; key++) {
        connection.exchange(new Ask("PUT", listed + "/key-" + key, Map.of(), LISTED_BODY));
      }
    }
    Sent list = connection.sign(Ask.of("GET", listed + "?list-type=2"));
    return number -> {
      String text = connection.text(list);
      if (count(text, "<Key>") != LISTED) {
        throw new IOException("a list has " + count(text, "<Key>") + " keys");
      }
    };
  }

  private static int count(String text, String what) {
    int found = 0;
    for (int at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + what.length())) {
      found++;
    }
    return found;
  }

  private Work deletes(int clients) {
    int most = Math.clamp(DELETED / clients, 1, MOST_DELETED_BY_A_CLIENT);
    return new Work() {
      @Override
      public Task begin(Connection connection, int client) throws IOException {
        List<Sent> sent = new ArrayList<>();
        for (int key = 0; key < most; key++) {
          String name = "gone-" + client + "-" + key;
          connection.exchange(put(name));
          sent.add(connection.sign(Ask.of("DELETE", target(name))));
        }
        return number -> connection.exchange(sent.get(number));
      }

      @Override
      public int most() {
        return most;
      }
    };
  }

  private Work.Task mixed(Connection connection, int client, int clients) throws IOException {
    Work.Task put = puts(connection, client, clients);
    Work.Task get = gets(connection, client);
    Work.Task range = ranges(connection, client);
    Work.Task head = heads(connection, client);
    Work.Task list = lists(connection, client);
    Sent passing = connection.sign(put("passing-" + client));
    Sent gone = connection.sign(Ask.of("DELETE", passing.ask().target()));
    Work.Task makes = number -> connection.exchange(passing);
    Work.Task ends = number -> connection.exchange(gone);
    List<Work.Task> order =
        List.of(
            get, put, get, range, get, head, get, put, get, makes, get, range, ends, get, head, get,
            put, get, range, list);
    return number -> order.get(number % order.size()).perform(number);
  }

  private Work.Task uploads(Connection connection, int client) {
    String target = target("parts-" + client);
    int parts = body.sizeBytes() / Operation.PART_BYTES;
    List<Payload> slices = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      slices.add(body.slice(part * Operation.PART_BYTES, Operation.PART_BYTES));
    }
    return number -> upload(connection, target, Map.of(), slices);
  }

  /**
   * Puts one object in parts, one after the other.
   *
   * @param headers of its beginning and of each part
   */
  static void upload(
      Connection connection, String target, Map<String, String> headers, List<Payload> parts)
      throws IOException {
    Ask begin = Ask.of("POST", target + "?uploads=", headers);
    Matcher begun = UPLOAD_ID.matcher(connection.text(begin));
    if (!begun.find()) {
      throw new IOException("the server names no upload");
    }
    String upload = "uploadId=" + begun.group(1);
    var list = new StringBuilder("<CompleteMultipartUpload>");
    for (int part = 1; part <= parts.size(); part++) {
      String to = target + "?partNumber=" + part + "&" + upload;
      Answer answer = connection.exchange(new Ask("PUT", to, headers, parts.get(part - 1)));
      String tag = answer.header("etag").orElseThrow();
      list.append("<Part><ETag>" + tag + "</ETag><PartNumber>" + part + "</PartNumber></Part>");
    }
    byte[] all = list.append("</CompleteMultipartUpload>").toString().getBytes(US_ASCII);
    String done = connection.text(new Ask("POST", target + "?" + upload, Map.of(), all));
    if (!done.contains("<ETag>")) {
      throw new IOException("an upload was not completed: " + done);
    }
  }

  /** Puts an object once, for all rounds; so many clients share one. */
  private String readable(Connection connection, int client) throws IOException {
    long keys = Math.clamp(BYTES_TO_READ / body.sizeBytes(), 1, MOST_KEYS_TO_READ);
    String name = "get-" + client % keys;
    if (there.add(name)) {
      connection.exchange(put(name));
    }
    return target(name);
  }

  private Ask put(String name) {
    return new Ask("PUT", target(name), Map.of(), body);
  }

  private String target(String name) {
    return "/" + bucket + "/" + name;
  }
}
