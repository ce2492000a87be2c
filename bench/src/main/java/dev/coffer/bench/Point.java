package dev.coffer.bench;

/** One combination that is measured on every endpoint. */
record Point(Operation operation, int sizeBytes, int clients) {
  String text() {
    return operation.oneSize()
        ? operation.text() + ", " + clients + " clients"
        : operation.text() + " " + Figures.size(sizeBytes) + ", " + clients + " clients";
  }
}
