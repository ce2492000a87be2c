package dev.coffer.server.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer on its way from the request's thread to the socket.
 *
 * <p>The two wake each other as seldom as they can, since that costs more than to decipher what is
 * passed on: half a window is collected before the event loop is told, and the request's thread
 * sleeps until half a window is free. The time that a piece may take to leave is looked after by
 * the event loop, which closes the connection when it is over; so nobody waits with a clock of his
 * own.
 */
final class Outflow {
  /** Where an answer goes, and what it may cost there. */
  record Way(Channel channel, long idleNanos, IntSupplier windowBytes) {}

  private final Way way;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<Object> collected = new ArrayList<>();
  private int collectedBytes;
  private int waitingBytes;
  private boolean told;
  private boolean broken;

  /**
   * What was written and has not left, and when the last did; only the event loop touches these.
   */
  private int written;

  private long movedNanos;
  private @Nullable ScheduledFuture<?> watch;

  Outflow(Way way) {
    this.way = way;
  }

  // ---- the request's side

  /**
   * Waits until there is room for a piece of that size.
   *
   * @return false when the connection is gone, or nothing left it for too long
   */
  boolean awaitRoom(int bytes) {
    lock.lock();
    try {
      if (waitingBytes > 0 && waitingBytes + bytes > way.windowBytes().getAsInt()) {
        tell();
        while (!broken && !roomy()) {
          changed.awaitUninterruptibly();
        }
      }
      return !broken;
    } finally {
      lock.unlock();
    }
  }

  void send(Object message) {
    lock.lock();
    try {
      collected.add(message);
      collectedBytes += sizeOf(message);
      waitingBytes += sizeOf(message);
      if (collectedBytes >= way.windowBytes().getAsInt() / 2) {
        tell();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nothing will follow, not even an end: what was sent leaves all the same. */
  void abandon() {
    lock.lock();
    try {
      tell();
    } finally {
      lock.unlock();
    }
  }

  private void tell() {
    if (!told && !collected.isEmpty()) {
      told = true;
      way.channel().eventLoop().execute(this::pass);
    }
  }

  private boolean roomy() {
    return waitingBytes <= way.windowBytes().getAsInt() / 2;
  }

  // ---- the event loop's side

  /** Writes what was sent, and then what makes the answer whole. */
  ChannelFuture end(List<Object> messages) {
    writeSent();
    ChannelFuture last = null;
    for (Object message : messages) {
      last = write(message);
    }
    flushAndWatch();
    return Objects.requireNonNull(last);
  }

  private void pass() {
    writeSent();
    flushAndWatch();
  }

  private void writeSent() {
    for (Object message : take()) {
      var _ = write(message);
    }
  }

  private List<Object> take() {
    lock.lock();
    try {
      List<Object> taken = collected;
      collected = new ArrayList<>();
      collectedBytes = 0;
      told = false;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private ChannelFuture write(Object message) {
    int bytes = sizeOf(message);
    if (written == 0) {
      movedNanos = System.nanoTime();
    }
    written++;
    return way.channel().write(message).addListener(done -> left(bytes, done.isSuccess()));
  }

  /** What follows a piece that was lost would be taken for it, so nothing does. */
  private void left(int bytes, boolean success) {
    if (!success) {
      var _ = way.channel().close();
    }
    written--;
    movedNanos = System.nanoTime();
    if (written == 0 && watch != null) {
      watch.cancel(false);
      watch = null;
    }
    lock.lock();
    try {
      waitingBytes -= bytes;
      broken |= !success;
      if (broken || roomy()) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void flushAndWatch() {
    way.channel().flush();
    if (written > 0 && watch == null) {
      watchFor(way.idleNanos());
    }
  }

  private void watchFor(long nanos) {
    watch = way.channel().eventLoop().schedule(this::look, nanos, TimeUnit.NANOSECONDS);
  }

  /** Closing fails what waits, and so wakes whoever waits for it. */
  private void look() {
    watch = null;
    long patience = movedNanos + way.idleNanos() - System.nanoTime();
    if (patience > 0) {
      watchFor(patience);
    } else {
      var _ = way.channel().close();
    }
  }

  private static int sizeOf(Object message) {
    return message instanceof HttpContent content ? content.content().readableBytes() : 0;
  }
}
