package dev.coffer.kms.pkcs11;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One token of a module, found by its label, with a session that is logged in.
 *
 * <p>A token that was taken away and put back makes every call fail until the module is finalized
 * and initialized again; that is done once a call, when the call failed. One thread only.
 */
final class Token {
  static final int IV_BYTES = 12;
  static final int TAG_BYTES = 16;

  private static final long CKF_RW_SESSION = 2;
  private static final long CKF_SERIAL_SESSION = 4;
  private static final long CKU_USER = 1;
  private static final int LABEL_BYTES = 32;
  private static final int TOKEN_INFO_BYTES = 256;
  private static final int MAX_SLOTS = 256;
  private static final int MAX_OUT = 8192;

  private final Cryptoki module;
  private final String label;
  private final byte[] pin;
  private @Nullable Long session;

  Token(Path module, String label, byte[] pin) throws Ckr {
    this.module = Cryptoki.load(module);
    this.label = label;
    this.pin = pin;
  }

  /** What cannot be said by a return value. */
  static final class Trouble extends Exception {
    private static final long serialVersionUID = 1L;

    private final Status status;

    Trouble(Status status, String why) {
      super(why);
      this.status = status;
    }

    Status status() {
      return status;
    }
  }

  /** Work with the key of a label in a session. */
  @FunctionalInterface
  interface Work {
    byte[] with(Keys keys, Arena arena) throws Ckr, Trouble;
  }

  /** Does work; when it fails and the bytes are not at fault, starts the module again, once. */
  byte[] run(Work work) throws Ckr, Trouble {
    boolean fresh = session == null;
    try {
      return attempt(work);
    } catch (Ckr e) {
      if (fresh || e.ofPin() || e.ofData() || e.ofMechanism()) {
        throw e;
      }
      session = null;
      return attempt(work);
    } catch (Trouble e) {
      // A session of a token that was taken away sees no keys, and no error.
      if (fresh || e.status() != Status.NO_SUCH_KEY) {
        throw e;
      }
      session = null;
      return attempt(work);
    }
  }

  private byte[] attempt(Work work) throws Ckr, Trouble {
    try (Arena arena = Arena.ofConfined()) {
      Long open = session;
      if (open == null) {
        open = open(arena);
        session = open;
      }
      return work.with(new Keys(module, open), arena);
    } catch (Trouble e) {
      if (e.status() == Status.UNREACHABLE) {
        session = null;
      }
      throw e;
    }
  }

  private long open(Arena arena) throws Ckr, Trouble {
    restart();
    long slot = slot(arena);
    MemorySegment handle = arena.allocate(ValueLayout.JAVA_LONG);
    module.openSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION, handle);
    long opened = handle.get(ValueLayout.JAVA_LONG, 0);
    MemorySegment secret = arena.allocateFrom(ValueLayout.JAVA_BYTE, pin);
    try {
      module.login(opened, CKU_USER, secret, pin.length);
    } catch (Ckr e) {
      if (e.value() != Ckr.USER_ALREADY_LOGGED_IN) {
        throw e;
      }
    } finally {
      secret.fill((byte) 0);
    }
    return opened;
  }

  private void restart() throws Ckr {
    try {
      module.finalizeModule();
    } catch (Ckr e) {
      // It was not initialized, or has lost itself: the next call tells.
    }
    try {
      module.initialize();
    } catch (Ckr e) {
      if (e.value() != Ckr.CRYPTOKI_ALREADY_INITIALIZED) {
        throw e;
      }
    }
  }

  private long slot(Arena arena) throws Ckr, Trouble {
    MemorySegment slots = arena.allocate(ValueLayout.JAVA_LONG, MAX_SLOTS);
    MemorySegment count = arena.allocateFrom(ValueLayout.JAVA_LONG, MAX_SLOTS);
    module.getSlotList(slots, count);
    MemorySegment info = arena.allocate(TOKEN_INFO_BYTES, Long.BYTES);
    Long found = null;
    for (long i = 0; i < count.get(ValueLayout.JAVA_LONG, 0); i++) {
      long slot = slots.getAtIndex(ValueLayout.JAVA_LONG, i);
      module.getTokenInfo(slot, info);
      if (label(info).equals(label)) {
        if (found != null) {
          throw new Trouble(Status.UNSUPPORTED, "two tokens have this label");
        }
        found = slot;
      }
    }
    if (found == null) {
      throw new Trouble(Status.UNREACHABLE, "there is no token of this label");
    }
    return found;
  }

  private static String label(MemorySegment info) {
    byte[] padded = info.asSlice(0, LABEL_BYTES).toArray(ValueLayout.JAVA_BYTE);
    return new String(padded, StandardCharsets.UTF_8).stripTrailing();
  }

  /** The AES keys that a session sees. */
  record Keys(Cryptoki module, long session) {
    private static final long CKA_CLASS = 0;
    private static final long CKA_TOKEN = 1;
    private static final long CKA_PRIVATE = 2;
    private static final long CKA_LABEL = 3;
    private static final long CKA_KEY_TYPE = 0x100;
    private static final long CKA_SENSITIVE = 0x103;
    private static final long CKA_ENCRYPT = 0x104;
    private static final long CKA_DECRYPT = 0x105;
    private static final long CKA_VALUE_LEN = 0x161;
    private static final long CKA_EXTRACTABLE = 0x162;
    private static final long CKO_SECRET_KEY = 4;
    private static final long CKK_AES = 0x1f;
    private static final long CKM_AES_KEY_GEN = 0x1080;
    private static final long CKM_AES_GCM = 0x1087;
    private static final int KEY_BYTES = 32;

    /** The key of a label; there must be one, and it must not be one that can be taken out. */
    long require(String label, Arena arena) throws Ckr, Trouble {
      long[] found = find(label, arena);
      if (found.length == 0) {
        throw new Trouble(Status.NO_SUCH_KEY, "the token has no AES key of this label");
      }
      if (found.length > 1) {
        throw new Trouble(Status.UNSUPPORTED, "two keys have this label");
      }
      MemorySegment extractable = arena.allocate(1);
      var template = new Template(arena, 1).add(CKA_EXTRACTABLE, extractable);
      module.getAttributeValue(session, found[0], template.segment(), 1);
      if (extractable.get(ValueLayout.JAVA_BYTE, 0) != 0) {
        throw new Trouble(Status.UNSUPPORTED, "the key can be taken out of the token");
      }
      return found[0];
    }

    private long[] find(String label, Arena arena) throws Ckr {
      var template =
          new Template(arena, 3)
              .add(CKA_CLASS, CKO_SECRET_KEY)
              .add(CKA_KEY_TYPE, CKK_AES)
              .add(CKA_LABEL, label);
      MemorySegment objects = arena.allocate(ValueLayout.JAVA_LONG, 2);
      MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
      module.findObjectsInit(session, template.segment(), 3);
      try {
        module.findObjects(session, objects, 2, count);
      } finally {
        module.findObjectsFinal(session);
      }
      return Arrays.copyOf(
          objects.toArray(ValueLayout.JAVA_LONG), (int) count.get(ValueLayout.JAVA_LONG, 0));
    }

    void create(String label, Arena arena) throws Ckr, Trouble {
      if (find(label, arena).length > 0) {
        throw new Trouble(Status.EXISTS, "the token has a key of this label");
      }
      var template =
          new Template(arena, 10)
              .add(CKA_CLASS, CKO_SECRET_KEY)
              .add(CKA_KEY_TYPE, CKK_AES)
              .add(CKA_VALUE_LEN, KEY_BYTES)
              .add(CKA_LABEL, label)
              .add(CKA_TOKEN, true)
              .add(CKA_PRIVATE, true)
              .add(CKA_SENSITIVE, true)
              .add(CKA_EXTRACTABLE, false)
              .add(CKA_ENCRYPT, true)
              .add(CKA_DECRYPT, true);
      MemorySegment key = arena.allocate(ValueLayout.JAVA_LONG);
      MemorySegment mechanism = mechanism(arena, CKM_AES_KEY_GEN, MemorySegment.NULL, 0);
      module.generateKey(session, mechanism, template.segment(), 10, key);
    }

    /** Returns the vector that was used, the ciphertext and the tag. */
    byte[] encrypt(long key, byte[] iv, byte[] aad, byte[] plaintext, Arena arena) throws Ckr {
      MemorySegment vector = arena.allocate(IV_BYTES);
      vector.copyFrom(MemorySegment.ofArray(iv));
      MemorySegment out = arena.allocate(MAX_OUT);
      MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_LONG, MAX_OUT);
      MemorySegment in = arena.allocateFrom(ValueLayout.JAVA_BYTE, plaintext);
      module.encryptInit(session, gcm(arena, vector, aad), key);
      try {
        module.encrypt(session, in, plaintext.length, out, size);
      } finally {
        in.fill((byte) 0);
      }
      // The token may have put its own vector in the place of ours.
      byte[] used = vector.toArray(ValueLayout.JAVA_BYTE);
      byte[] sealed = bytes(out, size);
      byte[] whole = Arrays.copyOf(used, IV_BYTES + sealed.length);
      System.arraycopy(sealed, 0, whole, IV_BYTES, sealed.length);
      return whole;
    }

    byte[] decrypt(long key, byte[] aad, byte[] whole, Arena arena) throws Ckr {
      MemorySegment vector = arena.allocate(IV_BYTES);
      vector.copyFrom(MemorySegment.ofArray(whole).asSlice(0, IV_BYTES));
      int sizeBytes = whole.length - IV_BYTES;
      MemorySegment in = arena.allocate(sizeBytes);
      in.copyFrom(MemorySegment.ofArray(whole).asSlice(IV_BYTES, sizeBytes));
      MemorySegment out = arena.allocate(MAX_OUT);
      MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_LONG, MAX_OUT);
      module.decryptInit(session, gcm(arena, vector, aad), key);
      try {
        module.decrypt(session, in, sizeBytes, out, size);
        return bytes(out, size);
      } finally {
        out.fill((byte) 0);
      }
    }

    private static byte[] bytes(MemorySegment out, MemorySegment size) {
      return out.asSlice(0, size.get(ValueLayout.JAVA_LONG, 0)).toArray(ValueLayout.JAVA_BYTE);
    }

    /**
     * {@code CK_GCM_PARAMS}: vector, its bytes and bits, associated data, its bytes, tag's bits.
     */
    private static MemorySegment gcm(Arena arena, MemorySegment vector, byte[] aad) {
      MemorySegment params = arena.allocate(ValueLayout.JAVA_LONG, 6);
      params.setAtIndex(ValueLayout.ADDRESS, 0, vector);
      params.setAtIndex(ValueLayout.JAVA_LONG, 1, IV_BYTES);
      params.setAtIndex(ValueLayout.JAVA_LONG, 2, IV_BYTES * Byte.SIZE);
      params.setAtIndex(ValueLayout.ADDRESS, 3, arena.allocateFrom(ValueLayout.JAVA_BYTE, aad));
      params.setAtIndex(ValueLayout.JAVA_LONG, 4, aad.length);
      params.setAtIndex(ValueLayout.JAVA_LONG, 5, TAG_BYTES * Byte.SIZE);
      return mechanism(arena, CKM_AES_GCM, params, params.byteSize());
    }

    private static MemorySegment mechanism(
        Arena arena, long type, MemorySegment params, long paramsBytes) {
      MemorySegment mechanism = arena.allocate(ValueLayout.JAVA_LONG, 3);
      mechanism.setAtIndex(ValueLayout.JAVA_LONG, 0, type);
      mechanism.setAtIndex(ValueLayout.ADDRESS, 1, params);
      mechanism.setAtIndex(ValueLayout.JAVA_LONG, 2, paramsBytes);
      return mechanism;
    }
  }

  /** An array of {@code CK_ATTRIBUTE}: type, pointer, length. */
  private static final class Template {
    private final Arena arena;
    private final MemorySegment segment;
    private long next;

    Template(Arena arena, int attributes) {
      this.arena = arena;
      this.segment = arena.allocate(ValueLayout.JAVA_LONG, 3L * attributes);
    }

    MemorySegment segment() {
      return segment;
    }

    Template add(long type, long value) {
      return add(type, arena.allocateFrom(ValueLayout.JAVA_LONG, value));
    }

    Template add(long type, boolean value) {
      return add(type, arena.allocateFrom(ValueLayout.JAVA_BYTE, (byte) (value ? 1 : 0)));
    }

    Template add(long type, String value) {
      byte[] text = value.getBytes(StandardCharsets.UTF_8);
      return add(type, arena.allocateFrom(ValueLayout.JAVA_BYTE, text));
    }

    Template add(long type, MemorySegment value) {
      segment.setAtIndex(ValueLayout.JAVA_LONG, next++, type);
      segment.setAtIndex(ValueLayout.ADDRESS, next++, value);
      segment.setAtIndex(ValueLayout.JAVA_LONG, next++, value.byteSize());
      return this;
    }
  }
}
