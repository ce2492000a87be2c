package dev.coffer.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class OpenedRowsTest {
  private final OpenedRows<String> rows = new OpenedRows<>();
  private final AtomicInteger openings = new AtomicInteger();

  private String open(String name, String row) {
    return rows.open(
        name,
        Bytes.utf8(row),
        bytes -> {
          openings.incrementAndGet();
          return name + " " + bytes.toUtf8();
        });
  }

  @Test
  void theSameBytesAreOpenedOnce() {
    assertThat(open("one", "a")).isEqualTo("one a");
    assertThat(open("one", "a")).isEqualTo("one a");
    assertThat(openings).hasValue(1);
  }

  @Test
  void otherBytesAreOpened() {
    open("one", "a");
    assertThat(open("one", "b")).isEqualTo("one b");
    assertThat(open("one", "a")).isEqualTo("one a");
    assertThat(openings).hasValue(3);
  }

  @Test
  void theSameBytesUnderAnotherNameAreOpenedForIt() {
    open("one", "a");
    assertThat(open("two", "a")).isEqualTo("two a");
  }

  @Test
  void whatIsGoneIsForgotten() {
    open("one", "a");
    open("two", "a");
    rows.forget("one");
    rows.forget("three");
    open("one", "a");
    open("two", "a");
    assertThat(openings).hasValue(3);
  }

  @Test
  void aRowThatChangesTakesThePlaceOfNoOther() {
    for (int i = 0; i < 256; i++) {
      open("bucket" + i, "row");
    }
    open("bucket0", "changed");
    open("bucket1", "row");
    assertThat(openings).hasValue(257);
  }

  @Test
  void whatDoesNotOpenIsNotRemembered() {
    Bytes row = Bytes.utf8("a");
    assertThatIllegalStateException()
        .isThrownBy(() ->
            rows.open(
                "one",
                row,
                _ -> {
                  throw new IllegalStateException("not authentic");
                }));
    assertThat(open("one", "a")).isEqualTo("one a");
  }

  @Test
  void moreNamesThanAreRememberedAreAnsweredRightly() {
    for (int turn = 0; turn < 2; turn++) {
      for (int i = 0; i < 1000; i++) {
        assertThat(open("bucket" + i, "row" + i)).isEqualTo("bucket" + i + " row" + i);
      }
    }
  }
}
