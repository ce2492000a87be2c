package dev.coffer.server.gateway;

import dev.coffer.server.listener.Handler;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.S3Exception;

/** Takes every request in and sees that it is answered, along the path of its protocol. */
public final class Gateway implements Handler {
  private final S3Path s3;
  private final ControlPath control;
  private final Answers answers;

  public Gateway(S3Path s3, ControlPath control, Answers answers) {
    this.s3 = s3;
    this.control = control;
    this.answers = answers;
  }

  @Override
  public Response handle(Request request) {
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
