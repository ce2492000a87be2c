package dev.coffer.server.config;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Objects under a key whose backend is a second Coffer. */
class StrictObjectsTest extends StrictObjects {
  private Neighbour backend = unset();

  @BeforeEach
  void registerAStore() throws Exception {
    backend = new Neighbour(folder.resolve("backend"));
    coffer = new Neighbour(folder.resolve("coffer"));
    backend.start();
    Path credentials = folder.resolve("kms.env");
    backend.writeCredentials(credentials);
    String settings = backend.settingsFor(backend.createKey("{}"), credentials);
    coffer.start();
    serveStrictly(coffer.done("custody strict add DATA far aws-kms" + settings));
  }

  @AfterEach
  void stopBackend() {
    backend.close();
  }

  @Override
  void takeAway() {
    backend.stop();
  }

  @Override
  void bringBack() throws Exception {
    backend.start();
  }
}
