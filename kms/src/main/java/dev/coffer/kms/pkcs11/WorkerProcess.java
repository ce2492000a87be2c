package dev.coffer.kms.pkcs11;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The parent's end of a {@link Worker}: starts it, asks, and kills it when it does not answer in
 * time.
 *
 * <p>One call at a time. A worker that died between calls is replaced and the call repeated once;
 * one that was killed for its slowness is not asked the same again. A refused PIN is remembered: no
 * later call reaches the token. The worker gets none of this process's environment but its path and
 * locale, and what the settings give.
 */
public final class WorkerProcess implements AutoCloseable {
  private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "LC_ALL");

  private final Settings settings;
  private final Pin pin;
  private final ReentrantLock turn = new ReentrantLock();
  private @Nullable Running running;
  private @Nullable Answer refused;
  private boolean closed;

  /**
   * Which token, and how to reach it.
   *
   * @param environment more variables for the worker, as many modules want them
   * @param patience for one call, the start of a worker included
   */
  public record Settings(
      Path module, String token, Map<String, String> environment, Duration patience) {
    public Settings {
      environment = Map.copyOf(environment);
    }
  }

  /** Gives the PIN each time a worker is started. */
  @FunctionalInterface
  public interface Pin {
    byte[] read();
  }

  public WorkerProcess(Settings settings, Pin pin) {
    this.settings = settings;
    this.pin = pin;
  }

  /** Looks for the key. */
  public Answer probe(String key) {
    return call(Call.of(Call.Code.PROBE, utf8(key)));
  }

  /** Makes an AES key of 256 bits that never leaves the token. */
  public Answer create(String key) {
    return call(Call.of(Call.Code.CREATE, utf8(key)));
  }

  /**
   * Encrypts with AES-GCM.
   *
   * @param iv 12 bytes; all zero where the token insists on its own
   * @return 12 bytes of the vector that was used, ciphertext, 16 bytes of tag
   */
  public Answer encrypt(String key, byte[] iv, byte[] aad, byte[] plaintext) {
    return call(Call.of(Call.Code.ENCRYPT, utf8(key), iv, aad, plaintext));
  }

  /**
   * Decrypts what {@link #encrypt} returned.
   *
   * @param freshIv 12 random bytes, with which the key is tried where the token only says "failed"
   */
  public Answer decrypt(String key, byte[] aad, byte[] whole, byte[] freshIv) {
    return call(Call.of(Call.Code.DECRYPT, utf8(key), aad, whole, freshIv));
  }

  private Answer call(Call call) {
    turn.lock();
    try {
      Answer no = refused;
      if (no != null) {
        return no;
      }
      if (closed) {
        return Answer.of(Status.UNREACHABLE, "the worker is closed");
      }
      Answer answer = answered(call);
      if (answer.status() == Status.REFUSED) {
        refused = answer;
        stop();
      }
      return answer;
    } finally {
      turn.unlock();
    }
  }

  private Answer answered(Call call) {
    for (int attempt = 0; attempt < 2; attempt++) {
      Running now;
      try {
        now = running();
      } catch (IOException e) {
        return Answer.of(Status.UNREACHABLE, "the worker cannot be started");
      }
      Thread watch = now.killAfter(settings.patience());
      try {
        Answer opened = now.open(settings, pin);
        return opened.status() == Status.OK ? now.ask(call) : opened;
      } catch (IOException e) {
        stop();
        if (now.killed) {
          return Answer.of(Status.UNREACHABLE, "the token did not answer in time");
        }
      } finally {
        watch.interrupt();
      }
    }
    return Answer.of(Status.UNREACHABLE, "the worker ended without an answer");
  }

  private Running running() throws IOException {
    Running now = running;
    if (now == null) {
      now = start();
      running = now;
    }
    return now;
  }

  private void stop() {
    Running last = running;
    running = null;
    if (last != null) {
      last.end();
    }
  }

  private Running start() throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("-XX:-HeapDumpOnOutOfMemoryError", "-XX:-CreateCoredumpOnCrash"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", ownPath()));
    command.add(Worker.class.getName());
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().retainAll(INHERITED);
    builder.environment().putAll(settings.environment());
    return new Running(builder.start());
  }

  /** Where this very class lies: a jar or a folder, which is all that the worker needs. */
  private static String ownPath() throws IOException {
    try {
      var source = Worker.class.getProtectionDomain().getCodeSource();
      return Path.of(source.getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IOException("this program does not lie in a file", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    turn.lock();
    try {
      closed = true;
      stop();
    } finally {
      turn.unlock();
    }
  }

  /** A worker and its streams. */
  private static final class Running {
    private final Process process;
    private final DataInputStream in;
    private final DataOutputStream out;
    private volatile boolean killed;
    private @Nullable Answer opened;

    Running(Process process) {
      this.process = process;
      this.in = new DataInputStream(process.getInputStream());
      this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    }

    /** Tells the worker which token, once. */
    Answer open(Settings settings, Pin pin) throws IOException {
      Answer known = opened;
      if (known == null) {
        byte[] module = utf8(settings.module().toString());
        known = ask(Call.of(Call.Code.OPEN, module, utf8(settings.token()), pin.read()));
        opened = known.status() == Status.OK ? known : null;
      }
      return known;
    }

    /** The operating system does not take long, but it does take time. */
    void end() {
      try {
        if (!process.destroyForcibly().waitFor(2, TimeUnit.SECONDS)) {
          throw new IllegalStateException("a killed worker does not end");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    Thread killAfter(Duration patience) {
      return Thread.ofVirtual()
          .start(() -> {
            LockSupport.parkNanos(patience.toNanos());
            if (!Thread.interrupted()) {
              killed = true;
              process.destroyForcibly();
            }
          });
    }

    Answer ask(Call call) throws IOException {
      call.write(out);
      return Call.readAnswer(in);
    }
  }
}
