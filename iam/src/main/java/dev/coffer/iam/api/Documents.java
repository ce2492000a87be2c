package dev.coffer.iam.api;

import dev.coffer.iam.entity.Texts;
import dev.coffer.iam.policy.MalformedPolicy;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.wire.http.Percent;
import dev.coffer.wire.iam.IamError;
import dev.coffer.wire.rpc.RpcException;
import java.nio.charset.StandardCharsets;

/** Texts of policies as they come and go. */
final class Documents {
  private Documents() {}

  /** A text that is a policy of this kind and fits into a row. */
  static PolicyDocument parse(String text, PolicyDocument.Kind kind, RpcException tooLong) {
    if (text.getBytes(StandardCharsets.UTF_8).length > Texts.MAX_BYTES) {
      throw tooLong;
    }
    try {
      return PolicyDocument.parse(text, kind);
    } catch (MalformedPolicy e) {
      throw IamError.MalformedPolicyDocument.because(String.valueOf(e.getMessage()));
    }
  }

  /** As IAM shows documents: percent coded, RFC 3986. */
  static String shown(String text) {
    return Percent.encode(text);
  }
}
