package dev.patchbay.webhooks.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedIpsTest {
  private static AllowedIps parse(String text) {
    return AllowedIps.parse(text, Set.of("github", "stripe")::contains);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.0, true",
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "192.0.2.7/32, 192.0.2.7, true",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:0DB8:0:0:0:0:0:1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "2001:db8:0:8000::/49, 2001:db8:0:7fff::1, false",
    "::1, ::1, true",
    "192.0.2.0/24, ::ffff:192.0.2.9, true",
    "192.0.2.0/24, ::ffff:c000:209, true",
    "192.0.2.0/24, ::ffff:192.0.3.9, false",
    "::ffff:192.0.2.0/120, 192.0.2.9, true",
    "::ffff:192.0.2.0/120, 192.0.3.9, false",
    "192.0.2.0/24, github.com, false",
    "192.0.2.0/24, 192.0.514, false",
    "192.0.2.0/24, '', false",
  })
  void holdsTheAddressesOfItsNetworks(String network, String address, boolean allowed) {
    assertThat(parse("github=" + network).allows("github", "default", address)).isEqualTo(allowed);
  }

  @Test
  void leavesAloneWhatItDoesNotName() {
    AllowedIps allowed = parse("github=192.0.2.0/24, github=2001:db8::/32,stripe/acme=192.0.2.7");

    assertThat(allowed.allows("github", "acme", "2001:db8::1")).isTrue();
    assertThat(allowed.allows("github", "acme", "203.0.113.9")).isFalse();
    assertThat(allowed.allows("stripe", "default", "203.0.113.9")).isTrue();
    assertThat(allowed.allows("stripe", "acme", "203.0.113.9")).isFalse();
    assertThat(allowed.allows("stripe", "acme", "192.0.2.7")).isTrue();
    assertThat(allowed.allows("github", "default", null)).isFalse();
    assertThat(parse("").allows("github", "default", null)).isTrue();
  }

  @Test
  void anAccountThatIsNamedHasItsOwnListOnly() {
    AllowedIps allowed = parse("github=192.0.2.0/24,github/acme=198.51.100.0/24");

    assertThat(allowed.allows("github", "acme", "192.0.2.1")).isFalse();
    assertThat(allowed.allows("github", "acme", "198.51.100.1")).isTrue();
    assertThat(allowed.allows("github", "other", "192.0.2.1")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.0/24 | write SOURCE=CIDR",
        "=192.0.2.0/24 | write SOURCE=CIDR",
        "gihtub=192.0.2.0/24 | the catalog has no source 'gihtub'",
        "github=hooks.github.com | 'hooks.github.com' is no IP address",
        "github=192.0.300.0/24 | '192.0.300.0' is no IP address",
        "github=192.0.2 | '192.0.2' is no IP address",
        "github=192.0.2.0/33 | needs a prefix of 0 to 32",
        "github=2001:db8::/129 | needs a prefix of 0 to 128",
        "github=::ffff:192.0.2.0/24 | needs a prefix of 96 to 128",
        "github=192.0.2.0/a | no number behind its slash",
        "github=192.0.2.9/24 | names an address beyond its prefix",
        "github=192.0.2.0/24,stripe=fe80::1%eth0 | 'fe80::1%eth0' is no IP address",
      })
  void saysWhichItemIsWrong(String text, String problem) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the parameter AllowedIps is wrong at")
        .hasMessageContaining(problem);
  }
}
