package dev.coffer.server.gateway;

import dev.coffer.wire.codec.ErrorDocument;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;

/**
 * Refusals as S3 writes them.
 *
 * @param hostId what error documents show of this server
 */
record S3Refusing(String hostId) implements Refusing {
  @Override
  public Response answer(Exchange exchange, Failure kind, Exception cause) {
    S3Exception refusal = refusal(kind, cause);
    exchange.refused(refusal.error().code());
    Response response =
        ErrorDocument.of(refusal, exchange.id(), hostId).response(exchange.method());
    Headers.Builder headers = response.headers().toBuilder();
    refusal.headers().forEach(headers::set);
    return new Response(response.status(), headers.build(), response.body());
  }

  private static S3Exception refusal(Failure kind, Exception cause) {
    return switch (kind) {
      case REFUSAL -> cause instanceof S3Exception own ? own : S3Error.InternalError.refusal();
      case MALFORMED -> S3Error.InvalidURI.refusal();
      case UNAVAILABLE -> S3Error.ServiceUnavailable.refusal().header("Retry-After", "1");
      case FULL -> S3Error.ServiceUnavailable.refusal().header("Retry-After", "60");
      case DAMAGED, DEFECT -> S3Error.InternalError.refusal();
    };
  }
}
