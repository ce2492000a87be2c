package dev.coffer.store.object;

import dev.coffer.storage.blob.BlobReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An opened payload that holds its blob until it is closed. */
final class BlobInput extends FilterInputStream {
  private final BlobReader reader;

  BlobInput(InputStream opened, BlobReader reader) {
    super(opened);
    this.reader = reader;
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      reader.close();
    }
  }
}
