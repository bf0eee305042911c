package dev.agentpay.scenarios.existing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.scenarios.actors.ScriptFailure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExistingTokenTest {
  @Test
  void reads_identity_and_sync_service() {
    assertThat(
            ExistingToken.read(
                token(
                    "{\"grants\":{\"identity\":\"alice\",\"data_sync\":{\"service_sid\":\"IS1\"}}}")))
        .isEqualTo(new ExistingToken("alice", "IS1"));
  }

  @Test
  void a_token_without_sync_has_no_service() {
    assertThat(ExistingToken.read(token("{\"grants\":{\"identity\":\"bob\"}}")))
        .isEqualTo(new ExistingToken("bob", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", "a.b.c.d", "token"})
  void rejects_a_token_without_three_parts(String token) {
    assertThatThrownBy(() -> ExistingToken.read(token))
        .isInstanceOf(ScriptFailure.class)
        .hasMessageContaining("three parts");
  }

  private static String token(String claims) {
    return "head."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".signature";
  }
}
