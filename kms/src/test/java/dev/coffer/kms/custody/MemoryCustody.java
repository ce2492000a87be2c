package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustodyException.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend in memory: as strict as the others, with its server's faults to be switched on. */
public final class MemoryCustody implements KeyCustody {
  private final Server server;
  private final String keyName;
  private final Entropy entropy;

  MemoryCustody(Server server, String keyName, Entropy entropy) {
    this.server = server;
    this.keyName = keyName;
    this.entropy = entropy;
  }

  /** What outlives the clients: keys by name, and whether it answers. */
  public static final class Server {
    private final Map<String, Secret> keys = new ConcurrentHashMap<>();
    private volatile boolean running = true;
    private volatile boolean refusing;
    private final AtomicInteger asked = new AtomicInteger();

    /** How often a key was wrapped or unwrapped. */
    public int asked() {
      return asked.get();
    }

    /**
     * A key store of the name {@code memory}, whose key is made.
     *
     * @param id {@code cks-} and 17 hexadecimal digits
     */
    public CustomKeyStores store(
        String id, String account, Duration cache, InstantSource clock, Entropy entropy) {
      new MemoryCustody(this, "one", entropy).makeSure();
      var around = new Surroundings(clock, entropy, List.of(type()));
      var store = new CustomKeyStore(id, "memory", account, "memory", Map.of("key", "one"), cache);
      return CustomKeyStores.open(List.of(store), around);
    }

    public void running(boolean now) {
      running = now;
    }

    public void refusing(boolean now) {
      refusing = now;
    }

    /** Every installation of the test may name it. */
    CustodyType<String> type() {
      return new CustodyType<>(
          "memory",
          settings -> settings.require("key"),
          (key, around) -> new MemoryCustody(this, key, around.entropy()));
    }
  }

  @Override
  public Bytes wrap(Secret key, Binding binding) {
    try (WrappingKey wrapping = key()) {
      return Bytes.of(wrapping.wrap(key, binding.aadSha256(), entropy));
    }
  }

  @Override
  public Secret unwrap(Bytes wrapped, Binding binding) {
    try (WrappingKey wrapping = key()) {
      return wrapping.unwrap(wrapped.toArray(), binding.aadSha256());
    } catch (NotAuthentic e) {
      throw new CustodyException(Reason.NOT_AUTHENTIC, "not wrapped by this key for this", e);
    }
  }

  @Override
  public void probe() {
    key().close();
  }

  @Override
  public void createKey() {
    requireServed();
    if (server.keys.putIfAbsent(keyName, Secret.random(entropy, 32)) != null) {
      throw new CustodyException(Reason.EXISTS, "the key is there already");
    }
  }

  private void makeSure() {
    server.keys.putIfAbsent(keyName, Secret.random(entropy, 32));
  }

  private WrappingKey key() {
    server.asked.incrementAndGet();
    requireServed();
    Secret key = server.keys.get(keyName);
    if (key == null) {
      throw new CustodyException(Reason.NO_SUCH_KEY, "there is no such key");
    }
    return new WrappingKey(key.copy());
  }

  private void requireServed() {
    if (!server.running) {
      throw new CustodyException(Reason.UNREACHABLE, "the server does not answer");
    }
    if (server.refusing) {
      throw new CustodyException(Reason.REFUSED, "the server does not know us");
    }
  }

  @Override
  public void close() {}
}
