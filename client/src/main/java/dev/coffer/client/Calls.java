package dev.coffer.client;

import dev.coffer.client.CofferClientException.Reason;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The calls under way, so that closing the client can end them. */
final class Calls {
  private final CallSettings settings;
  private final Set<Call<?>> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Calls(CallSettings settings) {
    this.settings = settings;
  }

  <T> CompletableFuture<T> start(
      Outgoing request, Function<HttpResponse<CappedBody.Content>, T> decoder) {
    var call = new Call<T>(settings, request, decoder);
    running.add(call);
    CompletableFuture<T> result = call.start(() -> running.remove(call));
    if (closed) {
      end(call);
    }
    return result;
  }

  void close() {
    closed = true;
    running.forEach(Calls::end);
  }

  private static void end(Call<?> call) {
    call.end(new CofferClientException(Reason.CLOSED, "the client was closed"));
  }
}
