package dev.coffer.client;

import dev.coffer.client.CofferClientException.Reason;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One call from its first attempt to its result: plain blocking code on a virtual thread. When the
 * result is settled from outside (cancelled, or the client closed), the exchange that runs is
 * cancelled and no other begins.
 *
 * @param <T> what the answer is decoded to
 */
final class Call<T> {
  private final CallSettings settings;
  private final Outgoing request;
  private final Function<HttpResponse<CappedBody.Content>, T> decoder;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable Future<?> exchange;

  Call(
      CallSettings settings,
      Outgoing request,
      Function<HttpResponse<CappedBody.Content>, T> decoder) {
    this.settings = settings;
    this.request = request;
    this.decoder = decoder;
  }

  /** Begins; the action runs when the result is settled, however that comes about. */
  CompletableFuture<T> start(Runnable afterwards) {
    var _ =
        result.whenComplete((_, _) -> {
          settled();
          afterwards.run();
        });
    var _ =
        CompletableFuture.supplyAsync(this::attempts, Call::onVirtualThread)
            .whenComplete(this::settle);
    return result;
  }

  /** Ends the call with this failure, unless it has a result already. */
  void end(CofferException failure) {
    result.completeExceptionally(failure);
  }

  private static void onVirtualThread(Runnable task) {
    Thread.ofVirtual().name("coffer-client").start(task);
  }

  private void settled() {
    over.countDown();
    Future<?> running = exchange;
    if (running != null) {
      running.cancel(true);
    }
  }

  private void settle(@Nullable T value, @Nullable Throwable failure) {
    if (failure == null) {
      result.complete(value);
    } else {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      result.completeExceptionally(cause == null ? failure : cause);
    }
  }

  private T attempts() {
    long deadlineNanos = settings.pace().nanos() + settings.limits().total().toNanos();
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(deadlineNanos);
      } catch (CofferException failure) {
        pauseOrGiveUp(attempt, failure, deadlineNanos);
      }
    }
  }

  /** Gives up with the last failure, which says more than that time has run out. */
  private void pauseOrGiveUp(int attempt, CofferException failure, long deadlineNanos) {
    if (!settings.retries().allowsAfter(attempt, failure)) {
      throw failure;
    }
    Duration pause = settings.retries().pauseAfter(attempt, failure, settings.random());
    try {
      if (pause.toNanos() >= leftNanos(deadlineNanos) || settings.pace().pause(pause, over)) {
        throw failure;
      }
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  private T attempt(long deadlineNanos) {
    CompletableFuture<HttpResponse<CappedBody.Content>> running = settings.sender().send(request);
    exchange = running;
    if (result.isDone()) {
      running.cancel(true);
    }
    return decoder.apply(answer(running, deadlineNanos));
  }

  private HttpResponse<CappedBody.Content> answer(
      CompletableFuture<HttpResponse<CappedBody.Content>> running, long deadlineNanos) {
    long limitNanos = Math.min(settings.limits().attempt().toNanos(), leftNanos(deadlineNanos));
    try {
      return running.get(limitNanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      running.cancel(true);
      throw new CofferClientException(Reason.TIMED_OUT, "no answer within the time allowed", late);
    } catch (ExecutionException failed) {
      throw failure(failed);
    } catch (InterruptedException interrupted) {
      running.cancel(true);
      throw interrupted(interrupted);
    }
  }

  private long leftNanos(long deadlineNanos) {
    return deadlineNanos - settings.pace().nanos();
  }

  private static CofferClientException failure(ExecutionException failed) {
    return switch (failed.getCause()) {
      case HttpTimeoutException late ->
          new CofferClientException(
              Reason.TIMED_OUT, "no connection within the time allowed", late);
      case SSLException tls when tls.getCause() instanceof GeneralSecurityException ->
          new CofferClientException(Reason.TLS, "the server's certificate is not trusted", tls);
      case IOException broken ->
          new CofferClientException(Reason.CONNECTION, "the connection failed", broken);
      case null, default -> throw new IllegalStateException("the HTTP client failed", failed);
    };
  }

  private static CofferClientException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new CofferClientException(Reason.INTERRUPTED, "interrupted", cause);
  }
}
