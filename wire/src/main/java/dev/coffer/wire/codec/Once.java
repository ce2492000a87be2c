package dev.coffer.wire.codec;

import dev.coffer.wire.s3.S3Exception;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks its source once; gives everybody the same value, or the same refusal. */
final class Once<T> implements Supplier<T> {
  private final Supplier<T> source;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable T value;
  private @Nullable S3Exception refusal;

  Once(Supplier<T> source) {
    this.source = source;
  }

  @Override
  public T get() {
    lock.lock();
    try {
      T known = value;
      return known != null ? known : ask();
    } finally {
      lock.unlock();
    }
  }

  private T ask() {
    if (refusal != null) {
      throw refusal;
    }
    try {
      T asked = source.get();
      value = asked;
      return asked;
    } catch (S3Exception e) {
      refusal = e;
      throw e;
    }
  }
}
