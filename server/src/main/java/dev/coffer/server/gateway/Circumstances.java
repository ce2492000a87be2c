package dev.coffer.server.gateway;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.wire.http.Request;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The global condition keys of a request: those of its credentials, and when, from where and how it
 * came. Source: IAM User Guide, "AWS global condition context keys".
 */
final class Circumstances {
  private Circumstances() {}

  static ConditionKeys of(ConditionKeys credentials, Request request, Instant now, String region) {
    Request.Peer peer = request.peer();
    return credentials
        .with("aws:CurrentTime", now.truncatedTo(ChronoUnit.SECONDS).toString())
        .with("aws:EpochTime", Long.toString(now.getEpochSecond()))
        .with("aws:SecureTransport", Boolean.toString(peer.secure()))
        .with("aws:RequestedRegion", region)
        .with("aws:ViaAWSService", "false")
        .withPresent("aws:SourceIp", peer.address().isEmpty() ? null : peer.address())
        .withPresent("aws:UserAgent", request.headers().first("User-Agent").orElse(null))
        .withPresent("aws:Referer", request.headers().first("Referer").orElse(null));
  }
}
