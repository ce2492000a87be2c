package dev.coffer.server.config;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import tools.jackson.databind.json.JsonMapper;

/** A log event as one line of JSON, for whatever collects the logs when no terminal does. */
public final class JsonLines extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};

  private final JsonMapper json = new JsonMapper();

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    var members = new LinkedHashMap<String, String>();
    members.put("time", event.getInstant().toString());
    members.put("level", event.getLevel().toString());
    members.put("logger", event.getLoggerName());
    members.put("message", event.getFormattedMessage());
    if (event.getThrowableProxy() != null) {
      members.put("stack", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return (json.writeValueAsString(members) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
