package dev.coffer.iam.policy;

import dev.coffer.iam.policy.PolicyDocument.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * From text to compiled statements; refuses whatever is not in the grammar. Source: IAM User Guide,
 * grammar of the JSON policy language.
 */
final class DocumentReader {
  private static final Set<String> ELEMENTS = Set.of("Version", "Id", "Statement");
  private static final int MAX_BUCKET_BYTES = 20480;
  private static final int MAX_KEY_BYTES = 32768;
  private static final String CURRENT = "2012-10-17";
  private static final Set<String> VERSIONS = Set.of(CURRENT, "2008-10-17");

  private final Kind kind;

  private DocumentReader(Kind kind) {
    this.kind = kind;
  }

  /**
   * A document's content.
   *
   * @param version as written; empty when it has none, which means 2008-10-17
   * @param normalizedBytes its size without white space, in UTF-8
   */
  record Content(String version, List<Statement> statements, int normalizedBytes) {}

  static Content read(String text, Kind kind) {
    return new DocumentReader(kind).content(json(text, kind));
  }

  private static Json json(String text, Kind kind) {
    if (!text.startsWith("{") && (kind.ofBucket() || !text.stripLeading().startsWith("{"))) {
      throw Fault.NOT_JSON.in(kind);
    }
    try {
      return JsonReader.read(text);
    } catch (JsonReader.NotJson _) {
      throw Fault.BROKEN_JSON.in(kind);
    }
  }

  private Content content(Json json) {
    int bytes = size(json);
    Elements elements = Elements.of(kind, json, ELEMENTS);
    String version = version(elements);
    var _ = elements.findText("Id");
    List<Json> written = statements(elements);
    var reader = new StatementReader(kind, version.equals(CURRENT));
    List<Statement> statements = new ArrayList<>(written.size());
    for (Json one : written) {
      statements.add(reader.statement(one, statements.size() + 1));
    }
    return new Content(version, List.copyOf(statements), bytes);
  }

  /** S3 and KMS know one limit; IAM's depend on what the document is attached to. */
  private int size(Json json) {
    int bytes = JsonSize.bytes(json);
    int most =
        switch (kind) {
          case BUCKET, DIRECTORY -> MAX_BUCKET_BYTES;
          case KEY -> MAX_KEY_BYTES;
          case IDENTITY, SESSION, TRUST -> JsonReader.MAX_CHARS;
        };
    if (bytes > most) {
      throw Fault.TOO_LARGE.in(kind, Integer.toString(most));
    }
    return bytes;
  }

  private String version(Elements elements) {
    Json version = elements.find("Version");
    if (version == null) {
      return "";
    }
    if (version instanceof Json.Text(String text) && VERSIONS.contains(text)) {
      return text;
    }
    throw Fault.VERSION.in(kind);
  }

  private List<Json> statements(Elements elements) {
    List<Json> statements =
        switch (elements.find("Statement")) {
          case null -> throw Fault.NO_STATEMENT.in(kind);
          case Json.Members one -> List.of(one);
          case Json.Array several -> several.items();
          default -> throw Fault.SYNTAX.in(kind);
        };
    if (statements.isEmpty()) {
      throw Fault.EMPTY_STATEMENT.in(kind);
    }
    checkSids(statements);
    return statements;
  }

  private void checkSids(List<Json> statements) {
    Set<String> sids = new HashSet<>();
    for (Json statement : statements) {
      if (statement instanceof Json.Members members
          && members.byName().get("Sid") instanceof Json.Text(String sid)
          && !sid.isEmpty()
          && !sids.add(sid)) {
        throw Fault.SAME_SID.in(kind);
      }
    }
  }
}
