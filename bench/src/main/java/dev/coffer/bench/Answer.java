package dev.coffer.bench;

import java.util.Optional;

/**
 * Status and headers of an answer.
 *
 * @param head from the status line to the last header, each ended by CR LF
 */
record Answer(String head) {
  int status() {
    return Integer.parseInt(head, 9, 12, 10);
  }

  /** A header's value, whose name is given in any case. */
  Optional<String> header(String name) {
    for (int line = head.indexOf('\n') + 1; line > 0 && line < head.length(); ) {
      int end = head.indexOf('\r', line);
      int colon = line + name.length();
      if (head.regionMatches(true, line, name, 0, name.length()) && head.charAt(colon) == ':') {
        return Optional.of(head.substring(colon + 1, end).strip());
      }
      line = end + 2;
    }
    return Optional.empty();
  }

  boolean chunked() {
    return header("transfer-encoding").map(coding -> coding.equals("chunked")).orElse(false);
  }

  long contentLength() {
    return header("content-length").map(Long::parseLong).orElse(0L);
  }

  boolean closes() {
    return header("connection").map(said -> said.equalsIgnoreCase("close")).orElse(false);
  }
}
