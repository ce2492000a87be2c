package dev.coffer.server.listener;

import dev.coffer.server.listener.AnswerWriter.Ending;
import dev.coffer.server.listener.AnswerWriter.Terms;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: a request at a time, of which no more is read than there is room for.
 *
 * <p>Everything here happens on the connection's event loop, but {@link #answer}, which is the
 * request's virtual thread. Nothing is read from the socket unless a head is awaited, a body's
 * queue has room, or what is left of a body is being thrown away.
 */
final class Connection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private enum Stage {
    /** Between requests. */
    IDLE,
    /** The first byte of a head has come. */
    HEAD,
    /** A request is being answered. */
    BUSY,
    /** The answer is out; the rest of its request is thrown away, then the next head is awaited. */
    DRAINING,
    /** The answer is out; the rest is thrown away so that the client can read it, then closed. */
    LINGERING,
    CLOSED
  }

  private static final Duration LINGER = Duration.ofSeconds(3);

  private final Connections all;
  private final boolean secure;
  private Stage stage = Stage.IDLE;
  private boolean served;
  private boolean requestEnded;

  /** The way to the socket of the request that is being answered. */
  private @Nullable Socket current;

  private long drainedBytes;

  /** Messages that were decoded together with an earlier one and are not wanted yet. */
  private final Deque<Object> inbox = new ArrayDeque<>();

  private boolean wanting;
  private boolean delivering;
  private @Nullable BodyQueue body;
  private @Nullable ScheduledFuture<?> timer;

  Connection(Connections all, boolean secure) {
    this.all = all;
    this.secure = secure;
  }

  // ---- what the socket says

  @Override
  public void channelActive(ChannelHandlerContext context) {
    await(context, all.limits().headTime(), Stage.IDLE);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == RequestDecoder.Begun.HEAD && stage == Stage.IDLE) {
      stage = Stage.HEAD;
      arm(context, all.limits().headTime());
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    inbox.add(message);
    deliver(context);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (wanting) {
      context.read();
    }
  }

  /** Asks for one more message. */
  private void want(ChannelHandlerContext context) {
    wanting = true;
    deliver(context);
    if (wanting && !delivering) {
      context.read();
    }
  }

  private void deliver(ChannelHandlerContext context) {
    if (delivering) {
      return;
    }
    delivering = true;
    try {
      for (Object next = inbox.peek(); wanting && next != null; next = inbox.peek()) {
        wanting = false;
        receive(context, inbox.remove());
      }
    } finally {
      delivering = false;
    }
  }

  private void receive(ChannelHandlerContext context, Object message) {
    try {
      switch (message) {
        case HttpRequest request when stage == Stage.IDLE || stage == Stage.HEAD ->
            begin(context, request);
        case HttpContent content -> content(context, content);
        default -> cut(context);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stage = Stage.CLOSED;
    all.waitsNoMore(context);
    wanting = false;
    inbox.forEach(ReferenceCountUtil::release);
    inbox.clear();
    disarm();
    if (body != null) {
      body.fail(S3Error.IncompleteBody.refusal());
    }
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // A broken socket, a failed handshake, no memory for a buffer: the connection's own trouble.
    LOG.debug("connection closed: {}", cause.toString());
    cut(context);
  }

  // ---- a request

  private void begin(ChannelHandlerContext context, HttpRequest request) {
    stage = Stage.BUSY;
    served = true;
    all.waitsNoMore(context);
    requestEnded = false;
    drainedBytes = 0;
    disarm();
    try {
      RequestHead head = RequestHead.of(request, all.limits());
      start(context, head);
    } catch (S3Exception refusal) {
      body = null;
      requestEnded = request.decoderResult().isFailure();
      all.run(() -> refuse(context, refusal));
    }
  }

  private void start(ChannelHandlerContext context, RequestHead head) {
    Socket socket = new Socket(context, head);
    BodyQueue queue =
        head.hasBody() ? new BodyQueue(socket, all.limits().bodyIdle().toNanos()) : null;
    body = queue;
    current = socket;
    if (!head.expectsContinue()) {
      want(context); // its body as far as there is room, or the end of the message
    }
    Body content =
        queue == null ? Body.empty() : new Body(queue, head.contentLength(), queue::trailers);
    Request request = head.toRequest(content, all.peer(context.channel(), secure));
    all.run(() -> answer(context, head, request, queue));
  }

  private void content(ChannelHandlerContext context, HttpContent content) {
    boolean more = take(content);
    if (content.decoderResult().isFailure()) {
      broken(context);
    } else if (content instanceof LastHttpContent last) {
      ended(context, last);
    } else if (more) {
      want(context);
    }
  }

  /** Tells whether to read on. */
  private boolean take(HttpContent content) {
    int size = content.content().readableBytes();
    if (stage == Stage.BUSY && body != null) {
      return body.offer(content.content().retain());
    }
    drainedBytes += size;
    return stage != Stage.LINGERING || drainedBytes <= all.limits().drainBytes();
  }

  private void broken(ChannelHandlerContext context) {
    if (stage == Stage.BUSY && body != null) {
      body.fail(S3Error.BadRequest.refusal());
    } else {
      cut(context);
    }
  }

  private void ended(ChannelHandlerContext context, LastHttpContent last) {
    requestEnded = true;
    if (body != null) {
      body.end(trailers(last));
    }
    if (stage == Stage.DRAINING) {
      next(context);
    } else if (stage == Stage.LINGERING) {
      cut(context);
    }
  }

  private static Headers trailers(LastHttpContent last) {
    var trailers = Headers.builder();
    for (Map.Entry<String, String> field : last.trailingHeaders()) {
      trailers.add(field.getKey(), field.getValue());
    }
    return trailers.build();
  }

  // ---- its answer, on the request's own thread

  private void answer(
      ChannelHandlerContext context, RequestHead head, Request request, @Nullable BodyQueue queue) {
    Supplier<Terms> terms = () -> terms(head, queue);
    send(context, () -> all.handler().handle(request), terms);
    if (queue != null) {
      queue.discard();
    }
  }

  /** To be asked when the handler is done with the body. */
  private Terms terms(RequestHead head, @Nullable BodyQueue queue) {
    boolean keep = head.keepAlive() && !all.closing() && leftIsLittle(head, queue);
    return new Terms(head.method().equals("HEAD"), head.http10(), keep);
  }

  private void refuse(ChannelHandlerContext context, S3Exception refusal) {
    send(context, () -> all.handler().refuse(refusal), () -> new Terms(false, false, false));
  }

  private void send(
      ChannelHandlerContext context, Supplier<Response> handler, Supplier<Terms> asked) {
    Ending ending = null;
    boolean keepAlive = false;
    try {
      Response response = handler.get();
      Terms terms = asked.get().in(response);
      long idleNanos = all.limits().bodyIdle().toNanos();
      var way = new Outflow.Way(context.channel(), idleNanos, all::answerWindowBytes);
      var writer = new AnswerWriter(way);
      ending = writer.write(response, terms);
      keepAlive = terms.keepAlive();
    } catch (Throwable e) {
      // The status may be out already; whatever it is, the connection must not stay open.
      LOG.error("an answer was cut", e);
    } finally {
      Ending last = ending;
      boolean keep = keepAlive;
      context.executor().execute(() -> end(context, last, keep));
    }
  }

  /** Whether what is left of the body may be thrown away to keep the connection. */
  private boolean leftIsLittle(RequestHead head, @Nullable BodyQueue queue) {
    if (queue == null || queue.ended()) {
      return true;
    }
    boolean onItsWay = queue.begun() || !head.expectsContinue();
    return onItsWay && !head.chunked() && head.contentLength() <= all.limits().drainBytes();
  }

  // ---- the end of the answer, and what comes after it

  /** Writes the end and goes on when it has left, which a short answer mostly has at once. */
  private void end(ChannelHandlerContext context, @Nullable Ending ending, boolean keepAlive) {
    if (ending == null) {
      over(context, false, keepAlive);
      return;
    }
    ChannelFuture left = ending.write();
    if (left.isDone()) {
      over(context, left.isSuccess(), keepAlive);
    } else {
      left.addListener(_ -> over(context, left.isSuccess(), keepAlive));
    }
  }

  private void over(ChannelHandlerContext context, boolean complete, boolean keepAlive) {
    all.ended();
    answered(context, complete, keepAlive);
  }

  private void answered(ChannelHandlerContext context, boolean complete, boolean keepAlive) {
    if (stage == Stage.CLOSED) {
      return;
    }
    if (!complete) {
      cut(context);
    } else if (!keepAlive) {
      linger(context);
    } else if (requestEnded) {
      next(context);
    } else {
      await(context, all.limits().bodyIdle(), Stage.DRAINING);
    }
  }

  private void linger(ChannelHandlerContext context) {
    if (requestEnded) {
      cut(context);
    } else {
      await(context, LINGER, Stage.LINGERING);
    }
  }

  private void next(ChannelHandlerContext context) {
    body = null;
    if (all.closing()) {
      cut(context);
    } else {
      await(context, all.limits().keepAlive(), Stage.IDLE);
    }
  }

  /** Reads on, for at most this long. */
  private void await(ChannelHandlerContext context, Duration time, Stage next) {
    stage = next;
    all.waits(context, !served || next != Stage.IDLE);
    arm(context, time);
    want(context);
  }

  /** No new request: closes a connection that has none. */
  void retire(ChannelHandlerContext context) {
    if (stage == Stage.IDLE || stage == Stage.HEAD) {
      cut(context);
    }
  }

  /** No room: closes a connection whose request, if it had one, is answered. */
  void makeRoom(ChannelHandlerContext context) {
    if (stage != Stage.BUSY) {
      cut(context);
    }
  }

  static void cut(ChannelHandlerContext context) {
    var _ = context.close();
  }

  private void arm(ChannelHandlerContext context, Duration time) {
    disarm();
    timer = context.executor().schedule(() -> late(context), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void disarm() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void late(ChannelHandlerContext context) {
    if (stage == Stage.HEAD) {
      stage = Stage.BUSY;
      all.waitsNoMore(context);
      requestEnded = true;
      all.run(() -> refuse(context, S3Error.RequestTimeout.refusal()));
    } else if (stage != Stage.BUSY) {
      cut(context);
    }
  }

  /** What a body asks of this connection. */
  private final class Socket implements BodyQueue.Source {
    private final ChannelHandlerContext context;
    private final RequestHead head;

    Socket(ChannelHandlerContext context, RequestHead head) {
      this.context = context;
      this.head = head;
    }

    @Override
    public void begin() {
      if (head.expectsContinue()) {
        var _ =
            context.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        resume();
      }
    }

    @Override
    public void resume() {
      context.executor().execute(this::readOn);
    }

    /** The reader may ask when the request has ended already: what comes then is the next one's. */
    private void readOn() {
      if (stage == Stage.BUSY && current == this && !requestEnded) {
        want(context);
      }
    }

    @Override
    public int windowBytes() {
      return all.windowBytes();
    }
  }
}
