package dev.coffer.wire.sigv4;

import dev.coffer.wire.s3.S3Error;
import java.time.Instant;
import java.util.Set;

/** Compares the scope of a claim with the server's region and service and the claim's own time. */
record ScopeCheck(CredentialScope scope, String requestDate, Malformed malformed) {
  static ScopeCheck of(Authorization claim) {
    return new ScopeCheck(
        claim.scope(),
        AmzTime.date(claim.time()),
        claim.presigned() ? Malformed.IN_QUERY : Malformed.IN_HEADER);
  }

  /** As services other than S3 say it. */
  void requireOneOf(Set<String> regions, String service, Instant time) {
    if (!scope.service().equals(service)) {
      throw S3Error.SignatureDoesNotMatch.because(
          "Credential should be scoped to correct service: '" + service + "'.");
    }
    if (!regions.contains(scope.region())) {
      throw S3Error.SignatureDoesNotMatch.because(
          "Credential should be scoped to a valid region, not '" + scope.region() + "'.");
    }
    if (!scope.date().equals(requestDate)) {
      throw S3Error.SignatureDoesNotMatch.because(
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
              + " HTTP: '%s' != '%s', from '%s'."
                  .formatted(scope.date(), requestDate, AmzTime.format(time)));
    }
  }

  void require(String region, String service) {
    if (!scope.service().equals(service)) {
      throw malformed.because(
          "incorrect service \""
              + scope.service()
              + "\". This endpoint belongs to \""
              + service
              + "\".");
    }
    if (!scope.region().equals(region)) {
      throw malformed
          .because("the region '" + scope.region() + "' is wrong; expecting '" + region + "'")
          .with("Region", region);
    }
    if (!scope.date().equals(requestDate)) {
      throw malformed.because(
          "Invalid credential date \""
              + scope.date()
              + "\". This date is not the same as X-Amz-Date: \""
              + requestDate
              + "\".");
    }
  }
}
