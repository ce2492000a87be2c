package dev.coffer.server.gateway;

import dev.coffer.server.listener.Handler;
import dev.coffer.wire.codec.RpcCodec;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.Domains;
import dev.coffer.wire.s3.S3Exception;
import java.util.Optional;

/**
 * Takes every request in and sees that it is answered, along the path of its protocol. What a
 * bucket's own host is asked for is always S3.
 */
public final class Gateway implements Handler {
  private final Domains domains;
  private final S3Path s3;
  private final RpcPath rpc;
  private final ControlPath control;
  private final Answers answers;

  /** The ways that requests can go. */
  public record Paths(S3Path s3, RpcPath rpc, ControlPath control) {}

  public Gateway(Domains domains, Paths paths, Answers answers) {
    this.domains = domains;
    this.s3 = paths.s3();
    this.rpc = paths.rpc();
    this.control = paths.control();
    this.answers = answers;
  }

  @Override
  public Response handle(Request request) {
    boolean toBucket = request.headers().first("Host").flatMap(domains::bucket).isPresent();
    Optional<RpcCodec> called = toBucket ? Optional.empty() : Protocols.of(request);
    return called.isPresent() ? call(called.get(), request) : serve(request);
  }

  private Response call(RpcCodec codec, Request request) {
    Exchange exchange = answers.beginCall(request);
    return answers.guard(
        exchange, new RpcRefusing(codec), () -> rpc.answer(exchange, codec, request));
  }

  private Response serve(Request request) {
    Exchange exchange = answers.begin(request);
    return control.asked(request)
        ? answers.guard(exchange, () -> control.answer(exchange, request, answers.hostId()))
        : answers.guard(exchange, () -> s3.answer(exchange, request));
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
