package dev.coffer.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a comparison is told on its command line. */
final class Plan {
  private final List<Endpoint> endpoints = new ArrayList<>();
  private int[] sizes = {4 << 10, 64 << 10, 1 << 20, 64 << 20};
  private List<Operation> operations = List.of(Operation.values());
  private int[] clients = {1, 8, 64};
  private int rounds = 3;
  private double seconds = 2;
  private double warmSeconds = 2;
  private int limit = Integer.MAX_VALUE;
  private boolean signsPayload;
  private @Nullable Path out;
  private String title = "Coffer beside other stores";

  /** See {@link Compare} for the arguments. */
  Plan(String[] arguments) throws IOException {
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--sizes" -> sizes = Figures.numbers(arguments[++i]);
        case "--operations" -> operations = operations(arguments[++i]);
        case "--clients" -> clients = Figures.numbers(arguments[++i]);
        case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
        case "--seconds" -> seconds = Double.parseDouble(arguments[++i]);
        case "--warm" -> warmSeconds = Double.parseDouble(arguments[++i]);
        case "--limit" -> limit = Integer.parseInt(arguments[++i]);
        case "--signed-payload" -> signsPayload = true;
        case "--out" -> out = Path.of(arguments[++i]);
        case "--title" -> title = arguments[++i];
        default -> endpoints.add(Endpoint.parse(arguments[i]));
      }
    }
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException(
          "no endpoint given: NAME=@READY-FILE or NAME=URL,ACCESS,SECRET[,PID]");
    }
    if (endpoints.stream().map(Endpoint::name).distinct().count() < endpoints.size()) {
      throw new IllegalArgumentException("two endpoints have the same name");
    }
    endpoints.replaceAll(endpoint -> endpoint.signingPayload(signsPayload));
  }

  private static List<Operation> operations(String list) {
    return Arrays.stream(list.split(",", -1)).map(Operation::parse).toList();
  }

  /** The first is the one that the others are beside. */
  List<Endpoint> endpoints() {
    return endpoints;
  }

  /** Every combination that makes sense, in the order in which they are measured. */
  List<Point> points() {
    var points = new ArrayList<Point>();
    for (Operation operation : operations) {
      for (int size : operation.oneSize() ? new int[] {sizes[0]} : sizes) {
        for (int count : operation.fits(size) ? clients : new int[0]) {
          points.add(new Point(operation, size, count));
        }
      }
    }
    return points;
  }

  int rounds() {
    return rounds;
  }

  double seconds() {
    return seconds;
  }

  double warmSeconds() {
    return warmSeconds;
  }

  /** Operations of a round at most. */
  int limit() {
    return limit;
  }

  /** Where the page and the raw figures go, without the ending; null for nowhere. */
  @Nullable Path out() {
    return out;
  }

  String title() {
    return title;
  }

  /** What a reader must know of how it was measured. */
  String how() {
    return rounds
        + " rounds of "
        + seconds
        + " s, endpoints in turn, after a discarded round of "
        + warmSeconds
        + " s each; plain HTTP, "
        + (signsPayload
            ? "the SHA-256 of each body is signed, for every endpoint"
            : "UNSIGNED-PAYLOAD, for every endpoint")
        + "; requests are signed ahead; every status and every byte of an object that is read is"
        + " checked";
  }
}
