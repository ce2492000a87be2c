package dev.coffer.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Puts the same load on several S3 endpoints in turn, and prints figures and ratios.
 *
 * <p>{@code compare [--sizes 4096,65536,1048576,67108864] [--operations
 * put,get,range,list,head,delete,mixed,multipart] [--clients 1,8,64] [--rounds 3] [--seconds 2]
 * [--warm 2] [--limit N] [--signed-payload] [--out FILE] [--title TEXT] NAME=@READY-FILE |
 * NAME=URL,ACCESS,SECRET[,PID] …}. In each round of each combination the endpoints take turns, in
 * another order each time, so that what else the machine does hits them alike. {@code --out} writes
 * FILE.html and FILE.json. Ends with 1 when a request failed or was answered wrong.
 */
final class Compare {
  private final Plan plan;
  private final String run = Long.toString(System.nanoTime(), 36);
  private final Map<String, Shelf> shelves = new HashMap<>();
  private final List<List<Measured>> all = new ArrayList<>();
  private long errors;

  private Compare(Plan plan) {
    this.plan = plan;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var comparison = new Compare(new Plan(arguments));
    System.exit(comparison.run() ? 0 : 1);
  }

  private boolean run() throws IOException, InterruptedException {
    System.out.println(plan.how());
    warm();
    System.out.println(Row.HEAD);
    for (Point point : plan.points()) {
      List<Measured> measured = measure(point);
      all.add(measured);
      measured.forEach(each -> System.out.println(Row.text(each, measured.getFirst())));
    }
    errors += all.stream().flatMap(List::stream).mapToLong(Measured::errors).sum();
    System.out.println(errors + " errors");
    Path out = plan.out();
    if (out != null) {
      Files.writeString(Path.of(out + ".json"), Raw.json(plan, all));
      Files.writeString(Path.of(out + ".html"), new Page(plan, all).html());
      System.out.println("written: " + out + ".html, " + out + ".json");
    }
    return errors == 0;
  }

  /** Every combination once, so that compilers and caches of the servers have seen all of it. */
  private void warm() throws IOException, InterruptedException {
    if (plan.warmSeconds() == 0) {
      return;
    }
    long start = System.nanoTime();
    for (Point point : plan.points()) {
      for (Endpoint endpoint : plan.endpoints()) {
        Cell.Result discarded = cell(point, endpoint, plan.warmSeconds()).measure(endpoint);
        if (discarded.errors() > 0) {
          System.out.println(
              point.text() + " at " + endpoint.name() + ": " + discarded.firstError());
          errors += discarded.errors();
        }
      }
    }
    double minutes = (System.nanoTime() - start) / 60e9;
    System.out.printf(Locale.ROOT, "warmed for %.1f minutes, all endpoints in turn%n", minutes);
  }

  private List<Measured> measure(Point point) throws IOException, InterruptedException {
    List<Endpoint> endpoints = plan.endpoints();
    List<Measured> measured =
        endpoints.stream().map(endpoint -> new Measured(point, endpoint.name())).toList();
    for (int round = 0; round < plan.rounds(); round++) {
      for (int i = 0; i < endpoints.size(); i++) {
        int turn = (round + i) % endpoints.size();
        Endpoint endpoint = endpoints.get(turn);
        measured.get(turn).results().add(cell(point, endpoint, plan.seconds()).measure(endpoint));
        if (endpoint.pid() > 0) {
          measured.get(turn).residentKib().add(Memory.residentKib(endpoint.pid()));
        }
      }
    }
    return measured;
  }

  private Cell cell(Point point, Endpoint endpoint, double seconds) throws IOException {
    Shelf shelf = shelf(endpoint, point.sizeBytes());
    return new Cell(
        shelf.work(point.operation(), point.clients()), point.clients(), seconds, plan.limit());
  }

  private Shelf shelf(Endpoint endpoint, int sizeBytes) throws IOException {
    String name = endpoint.name() + " " + sizeBytes;
    Shelf there = shelves.get(name);
    if (there == null) {
      there = new Shelf("compare-" + run + "-" + sizeBytes, sizeBytes);
      there.open(endpoint);
      shelves.put(name, there);
    }
    return there;
  }
}
