package dev.agentpay.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserToUserTest {
  private static final String CALL = "CA0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        // plain
        "c1-77 | c1-77",
        "7f3e9d1c-5b7a-4a1e-9a3e-0c5d1f2e3a4b | 7f3e9d1c-5b7a-4a1e-9a3e-0c5d1f2e3a4b",
        "AbC | AbC",
        // parameters, in any spelling
        "c1-77;purpose=isdn-uui | c1-77",
        "c1-77 ; Purpose = isdn-uui ; CONTENT=isdn-uui | c1-77",
        "c1-77;encoding=text | c1-77",
        // percent-encoded by a PBX
        "63312d3737%3Bencoding%3Dhex | c1-77",
        "63312d3737%3bpurpose%3disdn-uui%3bencoding%3dhex | c1-77",
        "100%25 | 100%",
        "100% | 100%",
        "%C3%A4 | %C3%A4",
        "%2 | %2",
        // hex that decodes to text
        "63312d3737;encoding=hex | c1-77",
        "63312D3737 ; Encoding = HEX | c1-77",
        "63312d3737;purpose=isdn-uui;encoding=\"hex\" | c1-77",
        "0063312d3737;encoding=hex;purpose=isdn-uui;content=isdn-uui | c1-77",
        "0463312d3737;encoding=hex | c1-77",
        "2063312d373720;encoding=hex | c1-77",
        // hex that is none
        "04C80A1B2C;encoding=hex | 04c80a1b2c",
        "00FA08;encoding=hex | 00fa08",
        "6331000a;encoding=hex | 6331000a",
        "ABC;encoding=hex | abc",
        "no-hex-At-all;encoding=hex | no-hex-At-all",
        // Twilio's own example has nine digits
        "123456789;encoding=hex | 123456789",
        // a CallSid is hex, but its bytes are not text; it keeps its spelling
        CALL + " | " + CALL,
        CALL + ";encoding=hex | " + CALL,
        // quotes
        "\"c1-77\" | c1-77",
        "\"c1;77\";purpose=x | c1;77",
        "\"c1\\\"77\" | c1\"77",
        "\"63312d3737\";encoding=hex | c1-77",
        "\"63312d3737;encoding=hex\" | c1-77",
        "\"63312d3737;encoding=hex | c1-77",
        "%2263312d3737%22%3Bencoding%3Dhex | c1-77",
        // several values
        "63312d3737;encoding=hex,d2 | c1-77",
        "c1-77, 6432;encoding=hex | c1-77",
        // not ASCII
        "Müller | Müller"
      })
  void parses_an_id_in_every_format(String header, String id) {
    assertThat(UserToUser.read(header)).contains(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ";encoding=hex",
        "\"\"",
        "\"\";encoding=hex",
        "%20",
        "00;encoding=hex",
        "04;encoding=hex",
        "2020;encoding=hex",
        ",c1",
        "a\u0000b",
        "a\nb",
        "a\u0085b"
      })
  void rejects_invalid_ids(String header) {
    assertThat(UserToUser.read(header)).isEmpty();
  }

  @Test
  void an_id_has_at_most_256_characters() {
    final String longest = "a".repeat(UserToUser.MAX_LENGTH);

    assertThat(UserToUser.read(longest)).contains(longest);
    assertThat(UserToUser.read(longest + "a")).isEmpty();
    assertThat(UserToUser.read(hex(longest))).contains(longest);
    assertThat(UserToUser.read(hex(longest + "a"))).isEmpty();
    assertThat(UserToUser.read("ff".repeat(128) + ";encoding=hex")).isPresent();
    assertThat(UserToUser.read("ff".repeat(129) + ";encoding=hex")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"c1-77", CALL, "a;b=c&d\"e%20f", "0463312d3737", "+15550100"})
  void parses_what_it_formats(String id) {
    assertThat(UserToUser.header(id)).matches("[0-9a-f]+;encoding=hex");
    assertThat(UserToUser.read(UserToUser.header(id))).contains(id);
    assertThat(UserToUser.read(Percent.encode(UserToUser.header(id)))).contains(id);
  }

  @Test
  void does_not_format_an_invalid_id() {
    assertThatThrownBy(() -> UserToUser.header(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a UUI must have 1 to 256 characters");
    assertThatThrownBy(() -> UserToUser.header("a".repeat(257)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII)) + ";encoding=hex";
  }
}
