package dev.coffer.kms.pkcs11;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The C functions of a PKCS #11 module, by their names.
 *
 * <p>For 64-bit systems with the C ABI of Linux: {@code CK_ULONG} has 8 bytes, structures have
 * natural alignment. {@code CK_FUNCTION_LIST} is a version and 68 pointers; the indices here are
 * their order in the header file. One thread only. A return value other than {@code CKR_OK} is
 * thrown.
 */
@SuppressWarnings("restricted") // native access is what this class is for
final class Cryptoki {
  private static final ValueLayout.OfLong ULONG = ValueLayout.JAVA_LONG;
  private static final AddressLayout POINTER = ValueLayout.ADDRESS;
  private static final long LIST_BYTES = 8 + 68 * 8;

  private final MemorySegment functions;
  private final Linker linker = Linker.nativeLinker();

  private Cryptoki(MemorySegment functions) {
    this.functions = functions;
  }

  /** Loads a module for the life of the process. */
  static Cryptoki load(Path module) throws Ckr {
    SymbolLookup library = SymbolLookup.libraryLookup(module, Arena.global());
    MemorySegment entry =
        library
            .find("C_GetFunctionList")
            .orElseThrow(() -> new IllegalArgumentException("not a PKCS #11 module"));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment list = arena.allocate(POINTER);
      call(
          "C_GetFunctionList",
          Linker.nativeLinker().downcallHandle(entry, FunctionDescriptor.of(ULONG, POINTER)),
          list);
      return new Cryptoki(list.get(POINTER, 0).reinterpret(LIST_BYTES));
    }
  }

  void initialize() throws Ckr {
    invoke(0, "C_Initialize", FunctionDescriptor.of(ULONG, POINTER), MemorySegment.NULL);
  }

  void finalizeModule() throws Ckr {
    invoke(1, "C_Finalize", FunctionDescriptor.of(ULONG, POINTER), MemorySegment.NULL);
  }

  void getSlotList(MemorySegment slots, MemorySegment count) throws Ckr {
    var descriptor = FunctionDescriptor.of(ULONG, ValueLayout.JAVA_BYTE, POINTER, POINTER);
    invoke(4, "C_GetSlotList", descriptor, (byte) 1, slots, count);
  }

  void getTokenInfo(long slot, MemorySegment info) throws Ckr {
    invoke(6, "C_GetTokenInfo", FunctionDescriptor.of(ULONG, ULONG, POINTER), slot, info);
  }

  void openSession(long slot, long flags, MemorySegment session) throws Ckr {
    var descriptor = FunctionDescriptor.of(ULONG, ULONG, ULONG, POINTER, POINTER, POINTER);
    invoke(
        12,
        "C_OpenSession",
        descriptor,
        slot,
        flags,
        MemorySegment.NULL,
        MemorySegment.NULL,
        session);
  }

  void login(long session, long user, MemorySegment pin, long length) throws Ckr {
    var descriptor = FunctionDescriptor.of(ULONG, ULONG, ULONG, POINTER, ULONG);
    invoke(18, "C_Login", descriptor, session, user, pin, length);
  }

  void getAttributeValue(long session, long object, MemorySegment template, long count) throws Ckr {
    var descriptor = FunctionDescriptor.of(ULONG, ULONG, ULONG, POINTER, ULONG);
    invoke(24, "C_GetAttributeValue", descriptor, session, object, template, count);
  }

  void findObjectsInit(long session, MemorySegment template, long count) throws Ckr {
    var descriptor = FunctionDescriptor.of(ULONG, ULONG, POINTER, ULONG);
    invoke(26, "C_FindObjectsInit", descriptor, session, template, count);
  }

  void findObjects(long session, MemorySegment objects, long max, MemorySegment count) throws Ckr {
    var descriptor = FunctionDescriptor.of(ULONG, ULONG, POINTER, ULONG, POINTER);
    invoke(27, "C_FindObjects", descriptor, session, objects, max, count);
  }

  void findObjectsFinal(long session) throws Ckr {
    invoke(28, "C_FindObjectsFinal", FunctionDescriptor.of(ULONG, ULONG), session);
  }

  void encryptInit(long session, MemorySegment mechanism, long key) throws Ckr {
    var descriptor = FunctionDescriptor.of(ULONG, ULONG, POINTER, ULONG);
    invoke(29, "C_EncryptInit", descriptor, session, mechanism, key);
  }

  void encrypt(long session, MemorySegment in, long size, MemorySegment out, MemorySegment outSize)
      throws Ckr {
    var descriptor = FunctionDescriptor.of(ULONG, ULONG, POINTER, ULONG, POINTER, POINTER);
    invoke(30, "C_Encrypt", descriptor, session, in, size, out, outSize);
  }

  void decryptInit(long session, MemorySegment mechanism, long key) throws Ckr {
    var descriptor = FunctionDescriptor.of(ULONG, ULONG, POINTER, ULONG);
    invoke(33, "C_DecryptInit", descriptor, session, mechanism, key);
  }

  void decrypt(long session, MemorySegment in, long size, MemorySegment out, MemorySegment outSize)
      throws Ckr {
    var descriptor = FunctionDescriptor.of(ULONG, ULONG, POINTER, ULONG, POINTER, POINTER);
    invoke(34, "C_Decrypt", descriptor, session, in, size, out, outSize);
  }

  void generateKey(
      long session, MemorySegment mechanism, MemorySegment template, long count, MemorySegment key)
      throws Ckr {
    var descriptor = FunctionDescriptor.of(ULONG, ULONG, POINTER, POINTER, ULONG, POINTER);
    invoke(58, "C_GenerateKey", descriptor, session, mechanism, template, count, key);
  }

  private void invoke(int index, String name, FunctionDescriptor descriptor, Object... arguments)
      throws Ckr {
    MemorySegment function = functions.get(POINTER, 8 + 8L * index);
    call(name, linker.downcallHandle(function, descriptor), arguments);
  }

  // A method handle declares that it throws anything; ours throw nothing but defects.
  @SuppressWarnings("CatchingUnchecked")
  private static void call(String name, MethodHandle handle, Object... arguments) throws Ckr {
    long value;
    try {
      value = (long) handle.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot call " + name, e);
    }
    if (value != Ckr.OK) {
      throw new Ckr(name, value);
    }
  }

  /** Lets the standard output be the module's waste, and returns a copy of what it was. */
  static int takeStandardOutput() {
    int copy = unistd("dup", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), 1);
    MemoryLayout number = ValueLayout.JAVA_INT;
    unistd("dup2", FunctionDescriptor.of(ValueLayout.JAVA_INT, number, number), 2, 1);
    return copy;
  }

  private static int unistd(String name, FunctionDescriptor descriptor, Object... arguments) {
    Linker linker = Linker.nativeLinker();
    MemorySegment function = linker.defaultLookup().find(name).orElseThrow();
    try {
      return (int) linker.downcallHandle(function, descriptor).invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot call " + name, e);
    }
  }
}
