package dev.agentpay.twilio.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentpay.events.AgentId;
import dev.agentpay.twilio.Options;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {
  private static final AgentId ADA = new AgentId("ada");
  private static final String APP = "AP" + "e".repeat(32);
  private static final String SERVICE = "IS" + "f".repeat(32);
  private final AccessTokens tokens = new AccessTokens(Options.at("http://localhost:1"));

  @Test
  void issues_a_token_for_voice_and_sync() throws Exception {
    final Instant before = Instant.now();

    final String[] parts =
        tokens
            .issue(
                ADA,
                Duration.ofHours(1),
                List.of(new AccessTokens.Voice(Optional.of(APP)), new AccessTokens.Sync(SERVICE)))
            .split("\\.", -1);

    assertThat(parts[2]).isEqualTo(hmac(parts[0] + "." + parts[1]));
    final JsonNode header = json(parts[0]);
    assertThat(header.get("alg").asText()).isEqualTo("HS256");
    assertThat(header.get("typ").asText()).isEqualTo("JWT");
    assertThat(header.get("cty").asText()).isEqualTo("twilio-fpa;v=1");
    final JsonNode claims = json(parts[1]);
    assertThat(claims.get("iss").asText()).isEqualTo(Options.API_KEY);
    assertThat(claims.get("sub").asText()).isEqualTo(Options.ACCOUNT);
    assertThat(claims.get("jti").asText()).startsWith(Options.API_KEY + "-");
    assertThat(Instant.ofEpochSecond(claims.get("exp").asLong()))
        .isBetween(before.plusSeconds(3599), Instant.now().plusSeconds(3600));
    assertThat(claims.get("grants"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"identity":"ada",
                     "voice":{"incoming":{"allow":true},"outgoing":{"application_sid":"%s"}},
                     "data_sync":{"service_sid":"%s"}}"""
                        .formatted(APP, SERVICE)));
  }

  @Test
  void a_softphone_without_app_cannot_call_out() throws Exception {
    final String token =
        tokens.issue(ADA, AccessTokens.MAX_TTL, List.of(new AccessTokens.Voice(Optional.empty())));

    assertThat(json(token.split("\\.", -1)[1]).get("grants"))
        .isEqualTo(
            new ObjectMapper()
                .readTree("{\"identity\":\"ada\",\"voice\":{\"incoming\":{\"allow\":true}}}"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 59, 86_401})
  void limits_the_lifetime_of_a_token(long seconds) {
    final List<AccessTokens.Grant> grants = List.of(new AccessTokens.Sync(SERVICE));

    assertThatThrownBy(() -> tokens.issue(ADA, Duration.ofSeconds(seconds), grants))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the lifetime of a token must be between 60 s and 86400 s");
  }

  @Test
  void refuses_a_token_without_valid_grants() {
    assertThatThrownBy(() -> tokens.issue(ADA, Duration.ofHours(1), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AccessTokens.Sync("default"))
        .hasMessage("a Sync service's sid must be IS and 32 hex digits");
    assertThatThrownBy(() -> new AccessTokens.Voice(Optional.of("AP1")))
        .hasMessage("a TwiML app's sid must be AP and 32 hex digits");
  }

  private static JsonNode json(String part) throws Exception {
    return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(part));
  }

  private static String hmac(String signed) throws Exception {
    final Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Options.API_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }
}
