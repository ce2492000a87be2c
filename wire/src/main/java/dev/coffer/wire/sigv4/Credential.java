package dev.coffer.wire.sigv4;

import dev.coffer.wire.s3.S3Exception;
import java.util.regex.Pattern;

/** The credential of a claim: {@code AKID/20130524/us-east-1/s3/aws4_request}. */
record Credential(String accessKeyId, CredentialScope scope) {
  private static final int MAX_ID = 128;
  private static final int PARTS = 5;
  private static final Pattern ID = Pattern.compile("[\\w]+");
  private static final Pattern DATE = Pattern.compile("[0-9]{8}");

  static Credential parse(String text, Malformed malformed) {
    String[] parts = text.split("/", -1);
    if (parts.length != PARTS || parts[0].length() > MAX_ID || !ID.matcher(parts[0]).matches()) {
      throw malformed.because(
          "the Credential is mal-formed; expecting"
              + " \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
    }
    if (!DATE.matcher(parts[1]).matches()) {
      throw badDate(parts[1], malformed);
    }
    if (!parts[4].equals(CredentialScope.TERMINAL)) {
      throw malformed.because(
          "incorrect terminal \"" + parts[4] + "\". This endpoint uses \"aws4_request\".");
    }
    return new Credential(parts[0], new CredentialScope(parts[1], parts[2], parts[3]));
  }

  private static S3Exception badDate(String date, Malformed malformed) {
    return malformed.because(
        "incorrect date format \""
            + date
            + "\". This date in the credential must be in the format \"yyyyMMdd\".");
  }
}
