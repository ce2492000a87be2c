package dev.coffer.kms.custody;

import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON with keys in it: its buffers are garbage after use, where the library by default keeps them,
 * and what was in them, for the next message.
 */
final class UnkeptJson {
  private UnkeptJson() {}

  static JsonMapper mapper() {
    var factory = JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build();
    return JsonMapper.builder(factory).build();
  }
}
