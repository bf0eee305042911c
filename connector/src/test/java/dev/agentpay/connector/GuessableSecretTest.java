package dev.agentpay.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuessableSecretTest {
  @ParameterizedTest
  @CsvSource({
    "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk, few different",
    "abababababababababababababababab, few different",
    "pppppppppppppppp1, few different",
    "x7Gq2LmBx7Gq2LmBx7Gq2LmBx7Gq2LmB, repeats",
    "x7Gq2LmBx7Gq2LmBx7Gq, repeats",
    "0123456789abcdefghij, order",
    "9876543210987654, order",
    "changeme-changeme-41-changeme-99, contains",
    "my.S3cret.is.a.SECRET.0f.the.firm, contains",
    "P-A-S-S-W-O-R-D-of-the-connector, contains",
    "your-256-bit-secret-for-production, contains"
  })
  void refuses_what_people_type_and_does_not_print_it(String secret, String reason) {
    assertThat(GuessableSecret.problem(secret).orElseThrow())
        .startsWith("can be guessed")
        .contains(reason)
        .doesNotContain(secret);
  }

  @Test
  void accepts_random_secrets() {
    final Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      final byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      assertThat(GuessableSecret.problem(HexFormat.of().formatHex(bytes))).isEmpty();
    }
    assertThat(GuessableSecret.problem("correct horse battery staple 41")).isEmpty();
  }
}
