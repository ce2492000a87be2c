package dev.coffer.kms.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.mac.MacKey;
import dev.coffer.crypto.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class ChainTest {
  private final Chain chain = chain(Logs.KEY, Logs.HERE, "kms");

  private static Chain chain(String key, String installation, String stream) {
    var secret = Secret.of(HexFormat.of().parseHex(key));
    return new Chain(new MacKey(secret), Bytes.ofHex(installation), stream);
  }

  private static byte[] write(Chain chain, Link before, String object) {
    var out = new ByteArrayOutputStream();
    chain.write(before, object.getBytes(StandardCharsets.UTF_8), out);
    return Arrays.copyOf(out.toByteArray(), out.size() - 1);
  }

  @Test
  void aLineIsAnObjectWhoseLastMemberIsItsLink() {
    byte[] line = write(chain, chain.start(), "{\"a\":1}");
    assertThat(new String(line, StandardCharsets.UTF_8))
        .matches("\\{\"a\":1,\"chain\":\\{\"sequence\":1,\"mac\":\"[0-9a-f]{64}\"}}");
    assertThat(chain.follow(chain.start(), line)).map(Link::sequence).contains(1L);
  }

  @Test
  void noBitOfALineCanBeChanged() {
    byte[] line = write(chain, chain.start(), "{\"a\":1}");
    for (int bit = 0; bit < line.length * 8; bit++) {
      byte[] changed = line.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(chain.follow(chain.start(), changed)).as("bit %d", bit).isEmpty();
    }
  }

  @Test
  void noLineCanBeCutOrLengthened() {
    byte[] line = write(chain, chain.start(), "{\"a\":1}");
    for (int size = 0; size < line.length; size++) {
      assertThat(chain.follow(chain.start(), Arrays.copyOf(line, size))).isEmpty();
      byte[] tail = Arrays.copyOfRange(line, line.length - size, line.length);
      assertThat(chain.follow(chain.start(), tail)).isEmpty();
    }
    assertThat(chain.follow(chain.start(), Arrays.copyOf(line, line.length + 1))).isEmpty();
  }

  @Test
  void aLineFollowsNoOtherLineAndNoOtherChain() {
    byte[] first = write(chain, chain.start(), "{\"a\":1}");
    Link link = chain.follow(chain.start(), first).orElseThrow();
    byte[] second = write(chain, link, "{\"a\":1}");
    assertThat(chain.follow(link, second)).isPresent();
    assertThat(chain.follow(chain.start(), second)).isEmpty();
    assertThat(chain.follow(link, first)).isEmpty();
    for (Chain other :
        new Chain[] {
          chain("12".repeat(32), Logs.HERE, "kms"),
          chain(Logs.KEY, "23".repeat(16), "kms"),
          chain(Logs.KEY, Logs.HERE, "objects")
        }) {
      assertThat(other.follow(other.start(), first)).isEmpty();
    }
  }

  @Test
  void aLinkIsReadAsItIsShown() {
    Link start = chain.start();
    assertThat(Link.parse(start.toString())).isEqualTo(start);
    for (String wrong : new String[] {"", "1", "1:", "1:ab", "x:" + "0".repeat(64), "-1:0"}) {
      assertThatThrownBy(() -> Link.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
