package dev.coffer.wire.sigv4;

/** Compares the scope of a claim with the server's region and service and the claim's own time. */
record ScopeCheck(CredentialScope scope, String requestDate, boolean presigned) {
  static ScopeCheck of(Authorization claim) {
    return new ScopeCheck(claim.scope(), AmzTime.date(claim.time()), claim.presigned());
  }

  void require(String region, String service) {
    if (!scope.service().equals(service)) {
      throw Authorization.malformed(
          presigned,
          "incorrect service \""
              + scope.service()
              + "\". This endpoint belongs to \""
              + service
              + "\".");
    }
    if (!scope.region().equals(region)) {
      throw Authorization.malformed(
              presigned, "the region '" + scope.region() + "' is wrong; expecting '" + region + "'")
          .with("Region", region);
    }
    if (!scope.date().equals(requestDate)) {
      throw Authorization.malformed(
          presigned,
          "Invalid credential date \""
              + scope.date()
              + "\". This date is not the same as X-Amz-Date: \""
              + requestDate
              + "\".");
    }
  }
}
