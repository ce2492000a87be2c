package dev.coffer.server.gateway;

import dev.coffer.server.listener.Handler;
import dev.coffer.wire.codec.RpcCodec;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.Domains;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the listener and the gateway: open while the store is unsealed. It tells
 * everybody its health; all else is {@code 503 ServiceUnavailable} while it is shut, since
 * access-key secrets and metadata are sealed too.
 *
 * <p>Shutting lets those who are in come out: a request is in until its answer's last byte was
 * taken or given up.
 */
public final class Door implements Handler {
  private static final long LOOK_MILLIS = 10;

  private final Domains domains;
  private final Answers answers;
  private final String installation;
  private final AtomicReference<@Nullable Opening> opening = new AtomicReference<>();

  /**
   * Makes a door, which is shut.
   *
   * @param installation the installation's id in hex
   */
  public Door(Domains domains, Answers answers, String installation) {
    this.domains = domains;
    this.answers = answers;
    this.installation = installation;
  }

  /** One time of being open. */
  private static final class Opening {
    private final Handler inside;
    private final AtomicInteger within = new AtomicInteger();

    Opening(Handler inside) {
      this.inside = inside;
    }
  }

  public void open(Handler inside) {
    if (!opening.compareAndSet(null, new Opening(inside))) {
      throw new IllegalStateException("the door is open already");
    }
  }

  public boolean isOpen() {
    return opening.get() != null;
  }

  /**
   * Lets nobody in any more, and those out who are in.
   *
   * @return whether all had come out before the patience ended
   */
  public boolean shut(Duration patience) {
    Opening last = opening.getAndSet(null);
    long end = System.nanoTime() + patience.toNanos();
    while (last != null && last.within.get() > 0) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
    }
    return true;
  }

  @Override
  public Response handle(Request request) {
    boolean toBucket = request.headers().first("Host").flatMap(domains::bucket).isPresent();
    if (!toBucket && Health.asked(request)) {
      return answers.plain(answers.begin(request), Health.answer(request, !isOpen(), installation));
    }
    Opening entered = enter();
    return entered == null ? sealed(toBucket, request) : within(entered, request);
  }

  /** Counted first and looked at again, so that {@link #shut} misses nobody. */
  private @Nullable Opening enter() {
    Opening seen = opening.get();
    if (seen == null) {
      return null;
    }
    seen.within.incrementAndGet();
    if (opening.get() != seen) {
      seen.within.decrementAndGet();
      return null;
    }
    return seen;
  }

  private static Response within(Opening entered, Request request) {
    boolean answered = false;
    try {
      Response response = entered.inside.handle(request);
      var body =
          new ObservedBody(
              response.body().stream(), _ -> entered.within.decrementAndGet(), _ -> {});
      answered = true;
      return new Response(response.status(), response.headers(), response.body().withStream(body));
    } finally {
      if (!answered) {
        entered.within.decrementAndGet();
      }
    }
  }

  private Response sealed(boolean toBucket, Request request) {
    Optional<RpcCodec> called = toBucket ? Optional.empty() : Protocols.of(request);
    return called.map(codec -> sealed(codec, request)).orElseGet(() -> sealed(request));
  }

  private Response sealed(RpcCodec codec, Request request) {
    return answers.guard(
        answers.beginCall(request),
        new RpcRefusing(codec),
        () -> {
          throw RpcRefusing.sealed(codec.service());
        });
  }

  private Response sealed(Request request) {
    Exchange exchange = answers.begin(request);
    return answers.guard(
        exchange,
        () -> {
          throw S3Error.ServiceUnavailable.because("The store is sealed.")
              .header("Retry-After", "10");
        });
  }

  @Override
  public Response refuse(S3Exception refusal) {
    Exchange exchange = answers.beginNameless();
    return answers.guard(
        exchange,
        () -> {
          throw refusal;
        });
  }
}
