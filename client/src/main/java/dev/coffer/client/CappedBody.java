package dev.coffer.client;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Reads a body up to a limit and no further: what a server sends cannot fill the memory. */
final class CappedBody implements BodySubscriber<CappedBody.Content> {
  private final int maxBytes;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<Content> content = new CompletableFuture<>();
  private @Nullable Subscription subscription;

  /** The body, or its beginning when it was longer than the limit. */
  static final class Content {
    private final byte[] bytes;
    private final boolean complete;

    Content(byte[] bytes, boolean complete) {
      this.bytes = bytes;
      this.complete = complete;
    }

    byte[] bytes() {
      return bytes;
    }

    boolean complete() {
      return complete;
    }
  }

  CappedBody(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public CompletionStage<Content> getBody() {
    return content;
  }

  @Override
  public void onSubscribe(Subscription started) {
    subscription = started;
    started.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      byte[] next = new byte[Math.min(buffer.remaining(), maxBytes - bytes.size())];
      buffer.get(next);
      bytes.writeBytes(next);
      if (buffer.hasRemaining()) {
        stop();
        return;
      }
    }
  }

  private void stop() {
    if (subscription != null) {
      subscription.cancel();
    }
    content.complete(new Content(bytes.toByteArray(), false));
  }

  @Override
  public void onError(Throwable failure) {
    content.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    content.complete(new Content(bytes.toByteArray(), true));
  }
}
