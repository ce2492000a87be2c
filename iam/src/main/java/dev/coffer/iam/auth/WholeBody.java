package dev.coffer.iam.auth;

import java.io.IOException;

/** The body of a request that is read whole, under the reader's limit, when it is asked for. */
@FunctionalInterface
public interface WholeBody {
  byte[] read() throws IOException;
}
