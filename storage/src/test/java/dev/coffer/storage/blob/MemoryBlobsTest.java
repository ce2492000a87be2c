package dev.coffer.storage.blob;

final class MemoryBlobsTest extends BlobStoreContract {
  @Override
  BlobStore open() {
    return new MemoryBlobs();
  }

  @Override
  BlobStore reopen(BlobStore open) {
    return ((MemoryBlobs) open).reopen();
  }
}
