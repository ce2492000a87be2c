package dev.coffer.server.listener;

import dev.coffer.wire.http.Headers;
import dev.coffer.wire.s3.S3Error;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A request's body on its way from the event loop to the thread that reads it.
 *
 * <p>The reader blocks while nothing is there; the event loop never blocks, it stops reading the
 * socket when {@link Source#windowBytes} wait here. A body for which the client wants to be asked
 * is asked for with the first read; any other comes while its request is being looked at. A body
 * that stays silent, breaks off or is badly framed fails the read with the refusal that the client
 * would get. Silences add up, and what arrives makes good for them at 500 bytes a second: a body
 * that drips is not waited for longer than one that does not come at all.
 */
final class BodyQueue extends InputStream {
  /** What the queue asks of its connection; called from the reading thread and the event loop. */
  interface Source {
    /** The body is wanted for the first time. */
    void begin();

    /** There is room again. */
    void resume();

    int windowBytes();
  }

  private static final long NANOS_PER_BYTE = 1_000_000_000 / 500;

  private final Source source;
  private final long idleNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<ByteBuf> pieces = new ArrayDeque<>();
  private int waitingBytes;
  private long silentNanos;
  private boolean begun;
  private boolean paused;
  private boolean ended;
  private boolean discarding;
  private Headers trailers = Headers.EMPTY;
  private @Nullable RuntimeException failure;

  /** The piece that is being read; only the reading thread touches it. */
  private @Nullable ByteBuf current;

  BodyQueue(Source source, long idleNanos) {
    this.source = source;
    this.idleNanos = idleNanos;
  }

  // ---- the event loop's side

  /** Takes over a piece; tells whether the next one is welcome at once. */
  boolean offer(ByteBuf piece) {
    lock.lock();
    try {
      if (discarding || failure != null || !piece.isReadable()) {
        piece.release();
        return discarding || failure == null;
      }
      pieces.add(piece);
      waitingBytes += piece.readableBytes();
      changed.signal();
      paused = waitingBytes >= source.windowBytes();
      return !paused;
    } finally {
      lock.unlock();
    }
  }

  void end(Headers given) {
    lock.lock();
    try {
      ended = true;
      trailers = given;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  void fail(RuntimeException cause) {
    lock.lock();
    try {
      if (!ended && failure == null) {
        failure = cause;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  // ---- the reader's side

  boolean begun() {
    lock.lock();
    try {
      return begun;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the last byte has come from the socket; some may still wait here. */
  boolean ended() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Trailers of HTTP's own chunked coding; to be asked for after the end. */
  Headers trailers() {
    lock.lock();
    try {
      return trailers;
    } finally {
      lock.unlock();
    }
  }

  /** Nobody will read the rest: frees what waits and what is still to come. */
  void discard() {
    lock.lock();
    try {
      discarding = true;
      pieces.forEach(ByteBuf::release);
      pieces.clear();
      waitingBytes = 0;
    } finally {
      lock.unlock();
    }
    ByteBuf last = current;
    current = null;
    if (last != null) {
      last.release();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    ByteBuf piece = current;
    if (piece == null) {
      piece = take();
      if (piece == null) {
        return -1;
      }
    }
    int count = Math.min(length, piece.readableBytes());
    piece.readBytes(target, offset, count);
    current = piece;
    if (!piece.isReadable()) {
      current = null;
      piece.release();
    }
    return count;
  }

  private @Nullable ByteBuf take() {
    begin();
    boolean resume = false;
    ByteBuf piece;
    lock.lock();
    try {
      awaitPiece();
      piece = pieces.poll();
      if (piece != null) {
        waitingBytes -= piece.readableBytes();
        silentNanos = Math.max(0, silentNanos - piece.readableBytes() * NANOS_PER_BYTE);
        resume = paused && waitingBytes <= source.windowBytes() / 2;
        paused &= !resume;
      }
    } finally {
      lock.unlock();
    }
    if (resume) {
      source.resume();
    }
    return piece;
  }

  private void begin() {
    boolean first;
    lock.lock();
    try {
      first = !begun;
      begun = true;
    } finally {
      lock.unlock();
    }
    if (first) {
      source.begin();
    }
  }

  /** Returns when there is a piece or the end. */
  private void awaitPiece() {
    long patience = idleNanos - silentNanos;
    long left = patience;
    while (pieces.isEmpty() && !ended) {
      if (discarding) {
        throw new IllegalStateException("the body was read after its answer");
      }
      if (failure != null) {
        throw failure;
      }
      if (left <= 0) {
        throw S3Error.RequestTimeout.refusal();
      }
      try {
        left = changed.awaitNanos(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw S3Error.ServiceUnavailable.refusal();
      }
    }
    silentNanos += patience - left;
  }

  /** Reading on is not possible afterwards, but the connection lives. */
  @Override
  public void close() {
    // What is left is thrown away when the answer is out, so that a reader that closes early does
    // not wait for the client.
  }

  @Override
  public int available() {
    lock.lock();
    try {
      return waitingBytes;
    } finally {
      lock.unlock();
    }
  }
}
