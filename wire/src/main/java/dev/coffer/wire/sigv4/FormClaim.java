package dev.coffer.wire.sigv4;

import dev.coffer.wire.form.Form;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a browser's form claims about the signer of its policy. Well-formed, but nothing in it is
 * proved until {@link #requireSignature}; the steps between are those of {@link Authorization}.
 *
 * <p>The signature covers the text of the policy field, and through the policy every other field.
 * Source: Amazon S3, "Authenticating requests in browser-based uploads using POST".
 *
 * @param credential as it came
 * @param policy base64, as it came
 * @param sessionToken null for long-lived keys
 */
public record FormClaim(
    String accessKeyId,
    CredentialScope scope,
    Instant time,
    String credential,
    String policy,
    String signature,
    @Nullable String sessionToken) {
  /** How long a signing key is good for, whatever the policy says. */
  private static final Duration LONGEST = Duration.ofDays(7);

  private static final String POLICY = "policy";
  private static final String SIGNATURE = "x-amz-signature";
  private static final String ALGORITHM = "x-amz-algorithm";
  private static final String CREDENTIAL = "x-amz-credential";
  private static final String DATE = "x-amz-date";
  private static final String TOKEN = "x-amz-security-token";

  /** All or none of these, in the order in which Amazon misses them. */
  private static final List<String> REQUIRED = List.of(SIGNATURE, ALGORITHM, CREDENTIAL, DATE);

  private static final List<String> SIGV2 = List.of("awsaccesskeyid", "signature");

  /**
   * Reads the claim of a form; empty when the form is anonymous.
   *
   * <p>Refused: a claim that lacks a field, another mechanism than SigV4, a malformed field.
   */
  public static Optional<FormClaim> find(Form form) {
    if (SIGV2.stream().anyMatch(name -> form.find(name) != null)) {
      throw AuthorizationHeader.sigV2();
    }
    boolean none =
        form.find(TOKEN) == null && REQUIRED.stream().allMatch(name -> form.find(name) == null);
    return none ? Optional.empty() : Optional.of(parse(form));
  }

  private static FormClaim parse(Form form) {
    REQUIRED.forEach(name -> required(form, name));
    String policy = required(form, POLICY);
    requireAlgorithm(required(form, ALGORITHM));
    String text = required(form, CREDENTIAL);
    Credential credential = Credential.parse(text, detail -> malformed(detail, text));
    return new FormClaim(
        credential.accessKeyId(),
        credential.scope(),
        time(required(form, DATE)),
        text,
        policy,
        required(form, SIGNATURE),
        form.find(TOKEN));
  }

  /** The refusal of a form that lacks a field, which may stand behind the file. */
  public static S3Exception missing(String name) {
    return argument(
        "Bucket POST must contain a field named '"
            + name
            + "'.  If it is specified, please check the order of the fields.",
        name,
        "");
  }

  private static String required(Form form, String key) {
    String value = form.find(key);
    if (value == null) {
      throw missing(shown(key));
    }
    return value;
  }

  /** As Amazon spells it: {@code X-Amz-Signature}. */
  private static String shown(String key) {
    var shown = new StringBuilder(key);
    for (int i = 0; key.contains("-") && i < shown.length(); i++) {
      if (i == 0 || shown.charAt(i - 1) == '-') {
        shown.setCharAt(i, Character.toUpperCase(shown.charAt(i)));
      }
    }
    return shown.toString();
  }

  private static void requireAlgorithm(String algorithm) {
    switch (algorithm) {
      case StringToSign.ALGORITHM -> {}
      case "AWS4-ECDSA-P256-SHA256" ->
          throw S3Error.NotImplemented.because(
              "Signature Version 4A (AWS4-ECDSA-P256-SHA256) is not implemented");
      default ->
          throw argument(
              "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"", "X-Amz-Algorithm", algorithm);
    }
  }

  private static Instant time(String text) {
    return AmzTime.parse(text)
        .orElseThrow(() ->
            argument("X-Amz-Date must be formated via ISO8601 Long format", "X-Amz-Date", text));
  }

  /** Refuses a claim for another region, another service or another day than its own time. */
  public void requireScope(String region, String service) {
    new ScopeCheck(scope, AmzTime.date(time), detail -> malformed(detail, credential))
        .require(region, service);
  }

  /** Refuses a claim from the future, and one that is older than a signing key may be. */
  public void requireTime(Instant now) {
    TimeCheck.requireAlive(time, LONGEST, now);
  }

  /**
   * Refuses a policy whose signature is not what the key makes of it. Takes the same time for every
   * wrong signature.
   *
   * @param key derived for {@link #scope}
   */
  public void requireSignature(SigningKey key) {
    if (!key.verifies(policy, signature)) {
      byte[] bytes = policy.getBytes(StandardCharsets.UTF_8);
      throw S3Error.SignatureDoesNotMatch.with("AWSAccessKeyId", accessKeyId)
          .with("StringToSign", policy)
          .with("SignatureProvided", signature)
          .with("StringToSignBytes", HexFormat.ofDelimiter(" ").formatHex(bytes));
    }
  }

  private static S3Exception malformed(String detail, String credential) {
    return argument(detail, "X-Amz-Credential", credential);
  }

  private static S3Exception argument(String text, String name, String value) {
    return S3Error.InvalidArgument.because(text)
        .with("ArgumentName", name)
        .with("ArgumentValue", value);
  }

  /** Neither signature nor token: this may stand in a log. */
  @Override
  public String toString() {
    return "FormClaim[" + accessKeyId + "/" + scope.text() + "]";
  }
}
