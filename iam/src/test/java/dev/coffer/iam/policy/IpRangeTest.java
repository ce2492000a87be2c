package dev.coffer.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IpRangeTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.1.2.3/8, 10.0.0.0, true",
    "0.0.0.0/0, 255.255.255.255, true",
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1/32, 192.0.2.2, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/33, 2001:db8:8000::, false",
    "::/0, 2001:db8::1, true",
    "::/0, 10.0.0.1, false",
    "0.0.0.0/0, 2001:db8::1, false",
    "10.0.0.0/8, ::ffff:10.1.1.1, true",
    "::ffff:0:0/96, 10.1.1.1, true",
    "::1, 0:0:0:0:0:0:0:1, true",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0, true",
  })
  void contains(String range, String address, boolean expected) {
    assertThat(IpRange.find(range).contains(IpRange.find(address))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "10",
        "10.0.0",
        "10.0.0.0.0",
        "10.0.0.256",
        "10.0.0.-1",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0.0/08",
        "010.0.0.0",
        "10.0.0.0/8/8",
        "localhost",
        "::/129",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "12345::",
        "g::",
        "fe80::1%eth0",
        "::1.2.3",
        "1.2.3.4::",
        " 10.0.0.0",
        "١.0.0.0",
        "10.0.0.0 ",
        ":1",
        "1:",
      })
  void whatIsNoAddressIsNoRange(String text) {
    assertThat(IpRange.find(text)).isNull();
  }

  @Test
  void addressesAsTheJdkWritesThemAreRead() throws Exception {
    var random = new Random(11);
    for (int at = 0; at < 2000; at++) {
      byte[] address = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(address);
      String text = InetAddress.getByAddress(address).getHostAddress();
      IpRange range = IpRange.find(text);
      assertThatCode(() -> assertThat(range).as(text).isNotNull()).doesNotThrowAnyException();
      assertThat(range.contains(range)).isTrue();
      assertThat(range.version4()).isEqualTo(address.length == 4);
    }
  }
}
