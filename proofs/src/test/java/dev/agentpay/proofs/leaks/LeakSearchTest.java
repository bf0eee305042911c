package dev.agentpay.proofs.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.proofs.leaks.CardPatterns.Secret;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The search finds every form of a leak, at every position, and nothing else.
class LeakSearchTest {
  private static final String CARD = "4000056655665556";
  private static final String AMEX = "378282246310005";

  private final LeakSearch search = new LeakSearch(List.of(CARD, AMEX, "1139", "737"));

  @TempDir private Path folder;

  private List<Leak> leaksIn(Sink.Kind kind, byte[] bytes) throws IOException {
    final Path file = Files.createTempFile(folder, "sink", "");
    return search.in(new Sink("sink", kind, Files.write(file, bytes)));
  }

  private List<Leak> leaksIn(Sink.Kind kind, String text) throws IOException {
    return leaksIn(kind, text.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<byte[]> forms() {
    final byte[] raw = CARD.getBytes(StandardCharsets.US_ASCII);
    final Stream<String> texts =
        Stream.of(
            CARD,
            AMEX,
            "4000 0566 5566 5556",
            "4000-0566-5566-5556",
            "4000.0566.5566.5556",
            "3782 822463 10005",
            "4000\u00a00566\u00a05566\u00a05556",
            "4000%200566%205566%205556",
            "4000+0566+5566+5556",
            "4 0 0 0 0 5 6 6 5 5 6 6 5 5 5 6",
            "[\"4\", \"0\", \"0\", \"0\", \"0\", \"5\", \"6\", \"6\", \"5\", \"5\", \"6\", \"6\","
                + " \"5\", \"5\", \"5\", \"6\"]",
            "%34%30%30%30%30%35%36%36%35%35%36%36%35%35%35%36",
            CARD.replaceAll("(.)", "\\\\u003$1"),
            HexFormat.of().formatHex(raw),
            HexFormat.of().withUpperCase().formatHex(raw),
            Base64.getEncoder().encodeToString(raw),
            Base64.getEncoder()
                .encodeToString(("n=" + CARD + "&x=1").getBytes(StandardCharsets.US_ASCII)),
            Base64.getUrlEncoder()
                .encodeToString(("no=" + CARD).getBytes(StandardCharsets.US_ASCII)),
            Base64.getEncoder()
                .encodeToString(("card=" + CARD + "!").getBytes(StandardCharsets.US_ASCII)),
            Base64.getEncoder()
                .encodeToString("4000 0566 5566 5556".getBytes(StandardCharsets.US_ASCII)));
    return Stream.concat(
        texts.map(t -> t.getBytes(StandardCharsets.UTF_8)),
        Stream.of(
            CARD.getBytes(StandardCharsets.UTF_16LE),
            CARD.getBytes(StandardCharsets.UTF_16BE),
            "4000 0566 5566 5556".getBytes(StandardCharsets.UTF_16LE)));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void finds_a_number_in_every_form(byte[] form) throws IOException {
    assertThat(leaksIn(Sink.Kind.HEAP, form)).isNotEmpty();
    assertThat(leaksIn(Sink.Kind.LOG, form))
        .allSatisfy(leak -> assertThat(leak.secret()).isEqualTo(Secret.CARD_NUMBER))
        .isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void finds_a_number_across_buffer_boundaries(byte[] form) throws IOException {
    for (int before = 1; before < form.length; before += 3) {
      final byte[] bytes = new byte[(1 << 16) - before + form.length];
      System.arraycopy(form, 0, bytes, bytes.length - form.length, form.length);
      assertThat(leaksIn(Sink.Kind.HEAP, bytes)).as("%d bytes before", before).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SecurityCode=737",
        "{\"SecurityCode\" : \"737\"}",
        "{\\\"securityCode\\\":\\\"737\\\"}",
        "a=1&SecurityCode%3D737",
        "%22SecurityCode%22%3A%22737%22",
        "Card[securityCode=Secret[value=737]]",
        "{\"field\":\"security-code\",\"digits\":\"737\"}",
        "<SecurityCode>737</SecurityCode>",
        "card[cvc]=737&x=1",
        "card%5Bcvc%5D=737",
        "cvv: 737",
        "&cvv=1234&",
        "CVC2 737"
      })
  void finds_a_security_code_after_its_name(String text) throws IOException {
    for (Charset charset :
        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      for (Sink.Kind kind : Sink.Kind.values()) {
        assertThat(leaksIn(kind, text.getBytes(charset)))
            .as("%s in %s", kind, charset)
            .extracting(Leak::secret)
            .contains(Secret.SECURITY_CODE);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ExpirationDate=1126",
        "{\"ExpirationDate\": \"11/26\"}",
        "expiry_month=1",
        "\"expiryYear\" : 26",
        "expiry=11/26",
        "\"expiration-date\",\"value\":\"1126\"",
        "exp_month: 7"
      })
  void finds_an_expiry_after_its_name_outside_the_heap(String text) throws IOException {
    assertThat(leaksIn(Sink.Kind.DATA, text)).extracting(Leak::secret).contains(Secret.EXPIRY);
    assertThat(leaksIn(Sink.Kind.HEAP, text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"field\":\"expiration-date\",\"state\":\"captured\",\"mask\":\"1139\"",
        "{\\\"mask\\\":\\\"1139\\\"}",
        "a=1&b=1139&c=2"
      })
  void finds_a_typed_expiry_with_any_name(String text) throws IOException {
    assertThat(leaksIn(Sink.Kind.WIRE, text)).extracting(Leak::secret).contains(Secret.EXPIRY);
    assertThat(leaksIn(Sink.Kind.HEAP, text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xxxxxxxxxxxx5556 visa",
        "400005xxxxxx5556",
        "4000056655665557 is another",
        "0000 5665 5665 5556",
        "SecurityCode=xxx&ExpirationDate=xxxx",
        "\"SecurityCode\":\"xxx\",\"number\":5",
        "Capture=security-code → HTTP 204",
        "capture security-code\n  1.204  twilio",
        "types the expiry: 4 keys, 4 heard by Twilio",
        "[\"EXPIRATION_DATE\",\"SECURITY_CODE\"],\"5",
        "\"expiryYearDigits\":4",
        "AcVV)5]4"
      })
  void ignores_masked_and_unrelated_values(String text) throws IOException {
    assertThat(leaksIn(Sink.Kind.LOG, text)).isEmpty();
  }

  @Test
  void report_masks_the_leaked_number() throws IOException {
    assertThat(leaksIn(Sink.Kind.LOG, "paid with " + CARD + " by alice"))
        .singleElement()
        .asString()
        .contains("paid with ################", "card number", "sink")
        .doesNotContain(CARD);
  }
}
