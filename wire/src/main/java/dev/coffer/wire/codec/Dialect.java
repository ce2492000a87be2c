package dev.coffer.wire.codec;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How a protocol names members and writes simple values, and how it refuses. What is not of the
 * wanted type is refused at once; {@code path} says where it stands.
 */
interface Dialect {
  /** The name under which a member travels. */
  String name(Struct.Field field);

  String text(Given given, String path);

  long whole(Given given, boolean wide, String path);

  boolean truth(Given given, String path);

  Instant time(Given given, String path);

  byte[] bytes(Given given, String path);

  List<Given> items(Given given, String path);

  Map<String, Given> members(Given given, String path);

  /**
   * Refuses a member that no component binds, or returns to have it left aside.
   *
   * @param path names from the top, set apart by slashes, items of lists as {@code member}
   */
  void unbound(String path, Given given, RpcFacts.Operation facts);

  /** Values that break constraints. */
  RuntimeException invalid(String text);
}
