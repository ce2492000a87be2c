package dev.coffer.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** An address to listen on; port 0 means any free one. */
record HostPort(InetAddress address, int port) {
  private static final int MAX_PORT = 65535;

  /** Reads {@code HOST:PORT}, {@code [IPv6]:PORT} or {@code :PORT} for all addresses. */
  static HostPort parse(String flag, String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon < 0 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MAX_PORT) {
      throw new StartFailure(ExitCode.USAGE, flag + " wants HOST:PORT, not " + text);
    }
    String host = text.substring(0, colon).replaceAll("^\\[|]$", "");
    try {
      return new HostPort(
          InetAddress.getByName(host.isEmpty() ? "0.0.0.0" : host), Integer.parseInt(port));
    } catch (UnknownHostException e) {
      throw new StartFailure(ExitCode.USAGE, flag + ": unknown host " + host, e);
    }
  }

  boolean loopback() {
    return address.isLoopbackAddress();
  }

  InetSocketAddress socket() {
    return new InetSocketAddress(address, port);
  }
}
