package dev.coffer.server.config;

import dev.coffer.iam.identity.AccessKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells other programs that requests are served, where, and with which credentials. Mode 0600,
 * since it holds the secret key.
 */
record ReadyFile(
    String http, @Nullable String https, @Nullable Path ca, String region, AccessKey key) {

  void write(Path file) {
    var members = new LinkedHashMap<String, @Nullable Object>();
    members.put("http", http);
    members.put("https", https);
    members.put("ca", ca == null ? null : ca.toString());
    members.put("region", region);
    members.put("account", key.account().id());
    members.put("accessKeyId", key.id());
    members.put("secretAccessKey", key.secret().reveal());
    members.put("pid", ProcessHandle.current().pid());
    try {
      DataFolder.writeSecret(file, mapper().writeValueAsBytes(members));
    } catch (IOException e) {
      throw new StartFailure(
          ExitCode.CANNOT_CREATE, "cannot write the ready file " + file + ": " + e.getMessage(), e);
    }
  }

  /** The library would keep its buffer, with the secret in it, for the next message. */
  private static JsonMapper mapper() {
    var factory = JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build();
    return JsonMapper.builder(factory).build();
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "ReadyFile[" + http + "]";
  }
}
