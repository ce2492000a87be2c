package dev.coffer.kms.pkcs11;

import java.nio.charset.StandardCharsets;

/** What the worker answered: bytes when it is {@link Status#OK}, else why not, for people. */
public final class Answer {
  private final Status status;
  private final byte[] content;

  Answer(Status status, byte[] content) {
    this.status = status;
    this.content = content;
  }

  static Answer of(Status status, String why) {
    return new Answer(status, why.getBytes(StandardCharsets.UTF_8));
  }

  public Status status() {
    return status;
  }

  /** The live bytes; the caller may keep and change them. */
  public byte[] content() {
    return content;
  }

  /** Why it is not {@link Status#OK}: a C function and its return value. */
  public String why() {
    return status == Status.OK ? "" : new String(content, StandardCharsets.UTF_8);
  }

  /** Without the content. */
  @Override
  public String toString() {
    return "Answer[" + status + "]";
  }
}
