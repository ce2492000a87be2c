package dev.coffer.kms.pkcs11;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The process that drives a token: {@link Call} frames in, answers out, one after the other, until
 * its standard input ends. Whatever the module prints goes to standard error.
 */
public final class Worker {
  private static final byte[] CANARY = "coffer/pkcs11/canary".getBytes(StandardCharsets.US_ASCII);

  private @Nullable Token token;

  private Worker() {}

  public static void main(String[] arguments) throws IOException {
    var in = new DataInputStream(System.in);
    String descriptor = "/dev/fd/" + Cryptoki.takeStandardOutput();
    try (var out = new DataOutputStream(new FileOutputStream(descriptor))) {
      var worker = new Worker();
      while (true) {
        Call.write(worker.answer(Call.read(in)), out);
      }
    } catch (EOFException parentHasGone) {
      Runtime.getRuntime().halt(0);
    }
  }

  private Answer answer(Call call) {
    try {
      return new Answer(Status.OK, call.code() == Call.Code.OPEN ? open(call) : work(call));
    } catch (Token.Trouble e) {
      return Answer.of(e.status(), String.valueOf(e.getMessage()));
    } catch (Ckr e) {
      return Answer.of(status(e), String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      return Answer.of(Status.UNREACHABLE, "the module cannot be loaded");
    }
  }

  private static Status status(Ckr e) {
    if (e.ofPin()) {
      return Status.REFUSED;
    }
    if (e.ofData()) {
      return Status.NOT_AUTHENTIC;
    }
    return e.ofMechanism() ? Status.UNSUPPORTED : Status.UNREACHABLE;
  }

  /** Loads the module; the token itself is looked for by the first call that needs it. */
  private byte[] open(Call call) throws Ckr {
    token = new Token(Path.of(text(call, 0)), text(call, 1), call.field(2));
    return new byte[0];
  }

  private byte[] work(Call call) throws Ckr, Token.Trouble {
    Token opened = token;
    if (opened == null) {
      throw new Token.Trouble(Status.UNREACHABLE, "the worker was not told which token");
    }
    String key = text(call, 0);
    return switch (call.code()) {
      case OPEN, PROBE ->
          opened.run((keys, arena) -> {
            keys.require(key, arena);
            return new byte[0];
          });
      case CREATE ->
          opened.run((keys, arena) -> {
            keys.create(key, arena);
            return new byte[0];
          });
      case ENCRYPT ->
          opened.run((keys, arena) ->
              keys.encrypt(
                  keys.require(key, arena), call.field(1), call.field(2), call.field(3), arena));
      case DECRYPT -> decrypt(opened, key, call);
    };
  }

  /**
   * Some modules say of changed bytes only that something went wrong. Then the key is tried on
   * bytes of our own: when it works on those, the given ones are at fault.
   */
  private static byte[] decrypt(Token opened, String key, Call call) throws Ckr, Token.Trouble {
    byte[] aad = call.field(1);
    byte[] whole = call.field(2);
    if (whole.length < Token.IV_BYTES + Token.TAG_BYTES) {
      throw new Token.Trouble(Status.NOT_AUTHENTIC, "too few bytes");
    }
    try {
      return opened.run((keys, arena) -> keys.decrypt(keys.require(key, arena), aad, whole, arena));
    } catch (Ckr e) {
      if (e.value() != Ckr.GENERAL_ERROR || !works(opened, key, call.field(3))) {
        throw e;
      }
      throw new Token.Trouble(Status.NOT_AUTHENTIC, String.valueOf(e.getMessage()));
    }
  }

  private static boolean works(Token opened, String key, byte[] iv) throws Token.Trouble {
    try {
      byte[] back =
          opened.run((keys, arena) -> {
            long handle = keys.require(key, arena);
            byte[] whole = keys.encrypt(handle, iv, CANARY, CANARY, arena);
            return keys.decrypt(handle, CANARY, whole, arena);
          });
      return Arrays.equals(back, CANARY);
    } catch (Ckr e) {
      return false;
    }
  }

  private static String text(Call call, int field) {
    return new String(call.field(field), StandardCharsets.UTF_8);
  }
}
