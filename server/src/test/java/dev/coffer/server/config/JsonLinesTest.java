package dev.coffer.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonLinesTest {
  @Test
  void anEventIsOneLineWhateverItSays() {
    var logger = new LoggerContext().getLogger("access");
    var event =
        new LoggingEvent(
            "", logger, Level.WARN, "two\nlines {}", new Exception("x"), new Object[] {"\"q\""});
    event.setInstant(Instant.EPOCH);
    String line = new String(new JsonLines().encode(event), StandardCharsets.UTF_8);
    assertThat(line).endsWith("\n");
    assertThat(line.lines()).hasSize(1);
    JsonNode json = new JsonMapper().readTree(line);
    assertThat(json.get("message").asString()).isEqualTo("two\nlines \"q\"");
    assertThat(json.get("level").asString()).isEqualTo("WARN");
    assertThat(json.get("time").asString()).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(json.get("stack").asString()).contains("java.lang.Exception: x");
  }
}
