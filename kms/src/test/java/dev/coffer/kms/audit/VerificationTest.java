package dev.coffer.kms.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerificationTest {
  private final Logs logs;

  VerificationTest(@TempDir Path folder) {
    this.logs = new Logs(folder);
  }

  private Verified verify(Question question) {
    return new AuditFiles(logs.ground()).verify("kms", question);
  }

  private static Break.@Nullable Kind kind(Verified verified) {
    Break broken = verified.broken();
    return broken == null ? null : broken.kind();
  }

  private void write(String... names) throws IOException {
    try (ChainedLog log = logs.open()) {
      for (String name : names) {
        log.append(Logs.line(name));
      }
    }
  }

  @Test
  void aRunningLogIsReadUpToItsLastDurableLine() throws IOException {
    try (ChainedLog log = logs.open()) {
      log.append(Logs.line("a"));
      LogHead head = log.head();
      Files.writeString(logs.file(1), "half a li", StandardOpenOption.APPEND);
      Verified verified = log.verify(Question.WHOLE);
      assertThat(verified.broken()).isNull();
      assertThat(verified.lines()).isEqualTo(2);
      assertThat(verified.last()).isEqualTo(head.link());
    }
  }

  @Test
  void aChangeIsFoundWhileTheLogIsWritten() throws IOException {
    try (ChainedLog log = logs.open()) {
      log.append(Logs.line("a"));
      log.append(Logs.line("b"));
      Files.writeString(logs.file(1), Files.readString(logs.file(1)).replace("\"a\"", "\"x\""));
      Break broken = log.verify(Question.WHOLE).broken();
      assertThat(broken).isNotNull();
      assertThat(broken.file()).isEqualTo("kms-00000001.jsonl");
      assertThat(broken.line()).isEqualTo(2);
      assertThat(broken.kind()).isEqualTo(Break.Kind.LINE_CHANGED);
    }
  }

  @Test
  void aLogCanBeReadFromALaterFile() throws IOException {
    write("a");
    write("b");
    write("c");
    Files.delete(logs.file(1));
    assertThat(kind(verify(Question.WHOLE))).isEqualTo(Break.Kind.FILE_MISSING);
    Verified later = verify(new Question(2, null));
    assertThat(later.broken()).isNull();
    assertThat(later.lines()).isEqualTo(4);
  }

  @Test
  void aLineThatWasSeenOnceMustBeThere() throws IOException {
    write("a");
    Link seen = logs.head().link();
    write("b");
    assertThat(verify(new Question(1, seen)).broken()).isNull();
    Link other = new Link(seen.sequence(), logs.head().link().mac());
    assertThat(kind(verify(new Question(1, other)))).isEqualTo(Break.Kind.NOT_INCLUDED);
    Link beyond = new Link(99, seen.mac());
    assertThat(kind(verify(new Question(1, beyond)))).isEqualTo(Break.Kind.NOT_INCLUDED);
  }

  @Test
  void aHoleStaysToBeSeenAfterTheLogWentOn() throws IOException {
    write("a", "b");
    List<String> lines = logs.lines(1);
    Files.writeString(logs.file(1), lines.get(0) + "\n" + lines.get(1) + "\n");
    write("c");
    Break broken = verify(Question.WHOLE).broken();
    assertThat(broken)
        .isEqualTo(
            new Break(
                "kms-00000002.jsonl",
                1,
                Break.Kind.LINES_MISSING,
                "lines 3 to 3 of the log, which stood before this one, are missing"));
    Verified later = verify(new Question(2, null));
    assertThat(later.broken()).isNull();
    assertThat(later.recoveries()).isEqualTo(1);
  }

  @Test
  void gapsAreCounted() throws IOException {
    try (ChainedLog log = logs.open()) {
      logs.disk.full = true;
      try {
        log.append(Logs.line("a"));
      } catch (dev.coffer.storage.Full e) {
        logs.disk.full = false;
      }
      log.append(Logs.line("b"));
    }
    Verified verified = verify(Question.WHOLE);
    assertThat(verified.broken()).isNull();
    assertThat(verified.gaps()).isEqualTo(1);
  }
}
