package dev.coffer.server.gateway;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.kms.custody.CustodyException;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.Full;
import dev.coffer.storage.Unavailable;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.rpc.RpcException;
import dev.coffer.wire.s3.S3Exception;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kinds of failure. Only a refusal's own text reaches the client. */
enum Failure {
  /** The client may act on it. */
  REFUSAL,
  /** The message does not decode. */
  MALFORMED,
  /** A retry may help. */
  UNAVAILABLE,
  /** There is no room; a retry may help later. */
  FULL,
  /** Stored bytes are not what was stored. */
  DAMAGED,
  /** Our own fault. */
  DEFECT;

  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  /** Which kind it is; the operator is told unless it is the client's affair. */
  static Failure of(Exchange exchange, Exception failure) {
    return switch (failure) {
      case S3Exception _ -> exchange.called() ? defect(exchange, failure) : REFUSAL;
      case RpcException _ -> exchange.called() ? REFUSAL : defect(exchange, failure);
      case MalformedMessage _ -> MALFORMED;
      case CustodyException _ -> {
        LOG.error("ALARM request {}: a key cannot be had from its custody", exchange.id(), failure);
        yield UNAVAILABLE;
      }
      case Unavailable _ -> {
        LOG.error("request {}: storage is unavailable", exchange.id(), failure);
        yield UNAVAILABLE;
      }
      case Full _ -> {
        LOG.error("ALARM request {}: storage is full", exchange.id(), failure);
        yield FULL;
      }
      case Corrupt _ -> damaged(exchange, failure);
      case NotAuthentic _ -> damaged(exchange, failure);
      default -> defect(exchange, failure);
    };
  }

  private static Failure damaged(Exchange exchange, Exception failure) {
    LOG.error("ALARM request {}: stored bytes are not what was stored", exchange.id(), failure);
    return DAMAGED;
  }

  private static Failure defect(Exchange exchange, Exception failure) {
    LOG.error("request {}: a defect", exchange.id(), failure);
    return DEFECT;
  }
}
