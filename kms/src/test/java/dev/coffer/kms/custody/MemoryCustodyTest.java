package dev.coffer.kms.custody;

import dev.coffer.crypto.secret.Entropy;
import java.util.Random;

final class MemoryCustodyTest extends KeyCustodyContract {
  private final MemoryCustody.Server server = new MemoryCustody.Server();
  private final Entropy entropy = new Random(3)::nextBytes;

  @Override
  KeyCustody open() {
    var custody = new MemoryCustody(server, "one", entropy);
    custody.createKey();
    return custody;
  }

  @Override
  KeyCustody reopen() {
    return new MemoryCustody(server, "one", entropy);
  }

  @Override
  KeyCustody openWithoutKey() {
    return new MemoryCustody(server, "two", entropy);
  }

  @Override
  void stopServer() {
    server.running(false);
  }

  @Override
  void startServer() {
    server.running(true);
  }

  @Override
  void killInTheMiddle() {
    server.running(false);
    server.running(true);
  }
}
