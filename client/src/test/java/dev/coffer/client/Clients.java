package dev.coffer.client;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

/** Clients as the tests want them. */
final class Clients {
  static final String ACCESS_KEY_ID = "AKIDEXAMPLE";
  static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  static final Instant NOW = Instant.parse("2026-11-23T10:20:30Z");

  private Clients() {}

  /** Fixed time of day, seeded pauses that cost no time. */
  static CofferClientBuilder builder(URI endpoint) {
    return CofferClient.builder(endpoint)
        .credentials(Credentials.of(ACCESS_KEY_ID, SECRET))
        .clock(InstantSource.fixed(NOW))
        .randomness(new Random(7))
        .pace(new FakePace());
  }

  static CofferClient client(RawServer server) {
    return builder(server.uri()).build();
  }
}
