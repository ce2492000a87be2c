package dev.coffer.client;

/** A kind of encryption that a bucket can refuse for new objects. */
public enum EncryptionType {
  /** Keys that the requester sends with each request. */
  SSE_C("SSE-C");

  private final String wireName;

  EncryptionType(String wireName) {
    this.wireName = wireName;
  }

  /** The spelling in the document: {@code SSE-C}. */
  public String wireName() {
    return wireName;
  }
}
