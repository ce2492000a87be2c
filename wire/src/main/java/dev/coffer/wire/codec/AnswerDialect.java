package dev.coffer.wire.codec;

import dev.coffer.wire.http.MalformedMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Answers over JSON, as a client reads them: what it does not know is left aside. */
record AnswerDialect(JsonDialect requests) implements Dialect {
  @Override
  public String name(Struct.Field field) {
    return requests.name(field);
  }

  @Override
  public String text(Given given, String path) {
    return requests.text(given, path);
  }

  @Override
  public long whole(Given given, boolean wide, String path) {
    return requests.whole(given, wide, path);
  }

  @Override
  public boolean truth(Given given, String path) {
    return requests.truth(given, path);
  }

  @Override
  public Instant time(Given given, String path) {
    return requests.time(given, path);
  }

  @Override
  public byte[] bytes(Given given, String path) {
    return requests.bytes(given, path);
  }

  @Override
  public List<Given> items(Given given, String path) {
    return requests.items(given, path);
  }

  @Override
  public Map<String, Given> members(Given given, String path) {
    return requests.members(given, path);
  }

  @Override
  public void unbound(String path, Given given, RpcFacts.Operation facts) {
    // A newer server may say more than we ask for.
  }

  @Override
  public RuntimeException invalid(String text) {
    return new MalformedMessage(text);
  }
}
