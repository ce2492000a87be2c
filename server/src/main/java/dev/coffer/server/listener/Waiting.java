package dev.coffer.server.listener;

import io.netty.channel.ChannelHandlerContext;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections that nobody works for, in the order in which they make room for others: those
 * that never had a request and those that still send one which is answered, before those between
 * two requests; and among each the one that has waited longest. For many threads.
 */
final class Waiting {
  private final Set<ChannelHandlerContext> fresh = new LinkedHashSet<>();
  private final Set<ChannelHandlerContext> served = new LinkedHashSet<>();

  synchronized void add(ChannelHandlerContext context, boolean first) {
    remove(context);
    Set<ChannelHandlerContext> set = first ? fresh : served;
    set.add(context);
  }

  synchronized void remove(ChannelHandlerContext context) {
    fresh.remove(context);
    served.remove(context);
  }

  /** Takes out the first, or returns null when none waits. */
  synchronized @Nullable ChannelHandlerContext poll() {
    for (Set<ChannelHandlerContext> set : List.of(fresh, served)) {
      Iterator<ChannelHandlerContext> first = set.iterator();
      if (first.hasNext()) {
        ChannelHandlerContext context = first.next();
        first.remove();
        return context;
      }
    }
    return null;
  }
}
