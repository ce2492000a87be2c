package dev.coffer.kms.access;

import dev.coffer.wire.kms.KmsError;
import dev.coffer.wire.rpc.RpcException;
import org.jspecify.annotations.Nullable;

/** What a key's state makes of an operation. Source: spec/kms.md §6, whose marks these are. */
public enum Verdict {
  WORKS('Y', null, ""),
  DISABLED('1', KmsError.DisabledException, " is disabled."),
  PENDING_DELETION('3', KmsError.KMSInvalidStateException, " is pending deletion."),
  NOT_PENDING_DELETION('4', KmsError.KMSInvalidStateException, " is not pending deletion."),
  PENDING_IMPORT('5', KmsError.KMSInvalidStateException, " is pending import."),
  /** The origin of every key that gets into this state rules the operation out. */
  ORIGIN('O', KmsError.UnsupportedOperationException, " origin is not valid for this operation."),
  UNAVAILABLE('U', KmsError.KMSInvalidStateException, " is unavailable.");

  private final char mark;
  private final @Nullable KmsError error;
  private final String text;

  Verdict(char mark, @Nullable KmsError error, String text) {
    this.mark = mark;
    this.error = error;
    this.text = text;
  }

  /** Refuses unless the operation works. */
  public void require(String keyArn) {
    RpcException refusal = refusal(keyArn);
    if (refusal != null) {
      throw refusal;
    }
  }

  /** The refusal; null when the operation works. */
  public @Nullable RpcException refusal(String keyArn) {
    return error == null ? null : error.because(keyArn + text);
  }

  static Verdict of(char mark) {
    for (Verdict verdict : values()) {
      if (verdict.mark == mark) {
        return verdict;
      }
    }
    throw new IllegalArgumentException("no such mark: " + mark);
  }
}
