package dev.coffer.server.table;

import dev.coffer.store.Store;
import dev.coffer.wire.control.DeletePublicAccessBlock;
import dev.coffer.wire.control.GetPublicAccessBlock;
import dev.coffer.wire.control.PutPublicAccessBlock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operations of S3 Control that are served, by their method: all have one path. */
public final class ControlTable {
  private final Map<String, Served<?, ?>> served = new LinkedHashMap<>();

  /** What a store offers. */
  public ControlTable(Store store) {
    var access = store.accountPublicAccess();
    serve(new Served<>(GetPublicAccessBlock.class, access::get));
    serve(new Served<>(PutPublicAccessBlock.class, access::put));
    serve(new Served<>(DeletePublicAccessBlock.class, access::delete));
  }

  private ControlTable(List<Served<?, ?>> operations) {
    operations.forEach(this::serve);
  }

  /** A table with these operations alone. */
  public static ControlTable of(List<Served<?, ?>> operations) {
    return new ControlTable(operations);
  }

  /** The operation of that method, if there is one. */
  public Optional<Served<?, ?>> find(String method) {
    return Optional.ofNullable(served.get(method));
  }

  private void serve(Served<?, ?> operation) {
    served.put(operation.http().method(), operation);
  }
}
