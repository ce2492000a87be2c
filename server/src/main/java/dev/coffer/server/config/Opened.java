package dev.coffer.server.config;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, to be closed in the opposite order, whatever one of them does. */
final class Opened implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  synchronized <T extends AutoCloseable> T keep(T resource) {
    opened.push(resource);
    return resource;
  }

  @Override
  public synchronized void close() {
    while (!opened.isEmpty()) {
      closeOne(opened.pop());
    }
  }

  // Whatever one of them does, the others must be closed.
  @SuppressWarnings("CatchingUnchecked")
  private static void closeOne(AutoCloseable opened) {
    try {
      opened.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("interrupted while closing", e);
    } catch (Exception e) {
      LOG.error("cannot close {}", opened.getClass().getSimpleName(), e);
    }
  }
}
