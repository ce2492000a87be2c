package dev.coffer.client;

/** Where a request names its bucket. */
public enum Addressing {
  /** In the path: {@code https://endpoint/bucket}. Works with every server and every name. */
  PATH,

  /**
   * In the host name: {@code https://bucket.endpoint/}. A bucket whose name is not a host label (or
   * has dots, under TLS, where no wildcard certificate covers it) and an endpoint that is an IP
   * address are addressed by path all the same, as Amazon's own clients do.
   */
  VIRTUAL_HOST
}
