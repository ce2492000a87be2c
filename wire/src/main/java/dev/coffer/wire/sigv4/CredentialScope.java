package dev.coffer.wire.sigv4;

import java.time.Instant;

/**
 * Where and when a derived key may sign.
 *
 * @param date eight digits, UTC
 */
public record CredentialScope(String date, String region, String service) {
  static final String TERMINAL = "aws4_request";

  /** The scope of the day on which the instant falls. */
  public static CredentialScope on(Instant time, String region, String service) {
    return new CredentialScope(AmzTime.date(time), region, service);
  }

  /** As it is signed: {@code 20130524/us-east-1/s3/aws4_request}. */
  public String text() {
    return date + "/" + region + "/" + service + "/" + TERMINAL;
  }
}
