package dev.coffer.store.event;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to webhooks: POST, JSON, with the headers of Standard Webhooks.
 *
 * <p>Three seconds to connect, ten until an answer of at most 64 KiB has come. Redirects are not
 * followed. Addresses and bodies are never in what it reports. Safe for many threads.
 */
public final class Courier implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final int MAX_ANSWER_BYTES = 64 << 10;
  private static final int OK = 2;
  private static final int STATUS_CLASS = 100;

  private final InstantSource clock;
  private final String region;
  private @Nullable HttpClient http;

  /**
   * A courier without a message yet.
   *
   * @param region that messages name
   */
  public Courier(InstantSource clock, String region) {
    this.clock = clock;
    this.region = region;
  }

  /** Only who sends needs a client, which has a thread. */
  private synchronized HttpClient http() {
    HttpClient client = http;
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(CONNECT)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
      http = client;
    }
    return client;
  }

  /** A message on its way, whose fate is asked once. */
  public static final class Sent {
    private final CompletableFuture<HttpResponse<Void>> answer;
    private final long end;

    private Sent(CompletableFuture<HttpResponse<Void>> answer) {
      this.answer = answer;
      this.end = System.nanoTime() + ANSWER.toNanos();
    }

    /** Waits for the answer. */
    public Fate fate() {
      try {
        long left = Math.max(0, end - System.nanoTime());
        return Fate.of(answer.get(left, TimeUnit.NANOSECONDS).statusCode());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return Fate.absent("nobody waits for it any more");
      } catch (TimeoutException _) {
        return Fate.absent("it did not answer in time");
      } catch (ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return Fate.absent("it cannot be reached: " + cause.getClass().getSimpleName());
      } finally {
        answer.cancel(true);
      }
    }
  }

  /**
   * What became of a message.
   *
   * @param taken the answer was 2xx
   * @param there somebody answered who may take other messages
   * @param text what was wrong; empty where nothing was
   */
  public record Fate(boolean taken, boolean there, String text) {
    private static final int TOO_LONG = 408;
    private static final int TOO_MANY = 429;
    private static final int FAULT = 500;

    static Fate of(int status) {
      boolean taken = status / STATUS_CLASS == OK;
      boolean there = status < FAULT && status != TOO_LONG && status != TOO_MANY;
      return new Fate(taken, there, taken ? "" : "it answered " + status);
    }

    static Fate absent(String text) {
      return new Fate(false, false, text);
    }
  }

  /**
   * Sends an event.
   *
   * @param id the same at each attempt
   */
  public Sent send(Webhook webhook, String id, Event event) {
    return send(webhook, id, EventMessage.of(event, region));
  }

  /** A configuration's first word to a webhook. */
  public record Greeting(String bucket, String requestId, String hostId) {}

  /**
   * Asks webhooks whether they are there.
   *
   * @return what became of it, in their order
   */
  public List<Fate> greet(List<Webhook> webhooks, Greeting greeting) {
    Instant now = clock.instant();
    var test =
        new EventMessage.Test(greeting.bucket(), now, greeting.requestId(), greeting.hostId());
    byte[] body = EventMessage.of(test);
    var sent = new ArrayList<Sent>();
    for (Webhook webhook : webhooks) {
      sent.add(send(webhook, greeting.requestId() + "-" + webhook.name(), body));
    }
    return sent.stream().map(Sent::fate).toList();
  }

  private Sent send(Webhook webhook, String id, byte[] body) {
    long now = clock.instant().getEpochSecond();
    var request =
        HttpRequest.newBuilder(webhook.url())
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .header("User-Agent", "Coffer")
            .header("webhook-id", id)
            .header("webhook-timestamp", Long.toString(now))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    WebhookSecret secret = webhook.secret();
    if (secret != null) {
      request.header("webhook-signature", secret.signature(id, now, body));
    }
    var limited =
        HttpResponse.BodyHandlers.limiting(
            HttpResponse.BodyHandlers.discarding(), MAX_ANSWER_BYTES);
    return new Sent(http().sendAsync(request.build(), limited));
  }

  @Override
  public synchronized void close() {
    HttpClient client = http;
    if (client != null) {
      client.shutdownNow();
      client.close();
    }
  }
}
