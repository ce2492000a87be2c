package dev.coffer.storage.blob;

/** There is no finished blob of this name. */
public final class NoSuchBlob extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient BlobId id;

  public NoSuchBlob(BlobId id) {
    super("no such blob");
    this.id = id;
  }

  public BlobId id() {
    return id;
  }
}
