package dev.agentpay.twilio.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.AgentId;
import dev.agentpay.twilio.Options;
import dev.agentpay.twilio.TwilioOptions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
  private static final AgentId ADA = new AgentId("ada");
  private static final String APP = "AP" + "e".repeat(32);
  private static final String SERVICE = "IS" + "f".repeat(32);
  private static final AccessTokens.Grant SYNC = new AccessTokens.Sync(SERVICE);
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  private static final String HEADER =
      "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"cty\":\"twilio-fpa;v=1\"}";

  private final AccessTokens tokens = new AccessTokens(Options.at("http://localhost:1"));
  private final AccessTokens then =
      new AccessTokens(Options.at("http://localhost:1"), InstantSource.fixed(NOW));

  @Test
  void verifies_our_own_token() {
    final Instant before = Instant.now();
    final String jwt =
        tokens.issue(
            ADA, Duration.ofHours(1), List.of(new AccessTokens.Voice(Optional.of(APP)), SYNC));

    final AccessTokens.Verified verified = tokens.verify(jwt).orElseThrow();
    assertThat(verified.agent()).isEqualTo(ADA);
    assertThat(verified.voice()).contains(new AccessTokens.Voice(Optional.of(APP)));
    assertThat(verified.sync()).contains(new AccessTokens.Sync(SERVICE));
    assertThat(verified.expires())
        .isBetween(before.plusSeconds(3599), Instant.now().plusSeconds(3600));
    assertThat(jwt).hasSizeLessThan(AccessTokens.MAX_LENGTH / 4);
  }

  @Test
  void returns_exactly_the_issued_grants() {
    final AccessTokens.Verified sync =
        tokens.verify(tokens.issue(ADA, Duration.ofHours(1), List.of(SYNC))).orElseThrow();
    final AccessTokens.Verified voice =
        tokens
            .verify(
                tokens.issue(
                    ADA, Duration.ofHours(1), List.of(new AccessTokens.Voice(Optional.empty()))))
            .orElseThrow();

    assertThat(sync.voice()).isEmpty();
    assertThat(voice.sync()).isEmpty();
    assertThat(voice.voice()).contains(new AccessTokens.Voice(Optional.empty()));
  }

  @Test
  void verifies_a_handwritten_token() {
    assertThat(then.verify(hs256(HEADER, claims()))).isPresent();
    assertThat(then.verify(hs256(HEADER.replace("}", ",\"twr\":\"ie1\"}"), claims()))).isPresent();
    assertThat(
            then.verify(hs256(HEADER, claims().replace("\"exp\"", "\"nbf\":1699999999,\"exp\""))))
        .isPresent();
  }

  @Test
  void refuses_an_altered_token() {
    final String jwt = tokens.issue(ADA, Duration.ofHours(1), List.of(SYNC));
    final String[] parts = jwt.split("\\.", -1);
    final String bob = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);

    assertThat(
            tokens.verify(
                parts[0] + "." + base64(bob.replace("\"ada\"", "\"bob\"")) + "." + parts[2]))
        .isEmpty();
    assertThat(tokens.verify(parts[0] + "." + parts[1] + ".")).isEmpty();
    assertThat(tokens.verify(parts[0] + "." + parts[1])).isEmpty();
    assertThat(tokens.verify(jwt + "." + parts[2])).isEmpty();
    final Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      final char[] altered = jwt.toCharArray();
      final int at = random.nextInt(altered.length - 1); // of the last only four bits count
      altered[at] = altered[at] == 'A' ? 'B' : random.nextBoolean() ? 'A' : '€';
      assertThat(tokens.verify(new String(altered))).isEmpty();
    }
  }

  @Test
  void accepts_only_hs256() throws Exception {
    for (String none : new String[] {"none", "None", "NONE", ""}) {
      final String header = HEADER.replace("HS256", none);
      assertThat(then.verify(base64(header) + "." + base64(claims()) + ".")).isEmpty();
      assertThat(then.verify(signed(header, claims(), "HmacSHA256"))).isEmpty();
    }
    assertThat(then.verify(signed(HEADER.replace("HS256", "HS384"), claims(), "HmacSHA384")))
        .isEmpty();
    assertThat(then.verify(signed(HEADER.replace("HS256", "HS512"), claims(), "HmacSHA512")))
        .isEmpty();
    assertThat(
            then.verify(signed(HEADER.replace("\"alg\":\"HS256\",", ""), claims(), "HmacSHA256")))
        .isEmpty();
    assertThat(then.verify(rs256())).isEmpty();
    assertThat(then.verify(signed(HEADER.replace("HS256", "RS256"), claims(), "HmacSHA256")))
        .isEmpty();
  }

  @Test
  void uses_hs256_with_a_longer_secret_too() {
    final String secret = "0123456789abcdef".repeat(4);
    final TwilioOptions options = Options.at("http://localhost:1");
    final AccessTokens longer =
        new AccessTokens(
            new TwilioOptions(
                options.accountSid(),
                options.authToken(),
                options.secondaryAuthToken(),
                options.apiKey(),
                secret,
                options.baseUri(),
                options.publicUrl(),
                options.connectTimeout(),
                options.readTimeout(),
                options.region(),
                options.edge()),
            InstantSource.fixed(NOW));

    assertThat(longer.verify(signed(HEADER, claims(), "HmacSHA256", secret))).isPresent();
    for (String other : new String[] {"384", "512"}) {
      final String header = HEADER.replace("256", other);
      assertThat(longer.verify(signed(header, claims(), "HmacSHA" + other, secret))).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"alg\":\"HS256\",\"typ\":\"JWT\"}'",
    "'{\"alg\":\"HS256\",\"cty\":\"JWT\"}'",
    "'{\"alg\":\"HS256\",\"cty\":\"twilio-fpa;v=1\",\"crit\":[\"x\"],\"x\":1}'"
  })
  void refuses_another_type_of_token(String header) {
    assertThat(then.verify(hs256(header, claims()))).isEmpty();
  }

  @Test
  void refuses_another_accounts_token() {
    assertThat(then.verify(hs256(HEADER, claims().replace(Options.ACCOUNT, "AC" + "b".repeat(32)))))
        .isEmpty();
    assertThat(then.verify(hs256(HEADER, claims().replace(Options.API_KEY, "SK" + "c".repeat(32)))))
        .isEmpty();
    assertThat(then.verify(hs256(HEADER, claims().replace("\"iss\"", "\"is\"")))).isEmpty();
    assertThat(then.verify(hs256(HEADER, claims().replace("\"sub\"", "\"su\"")))).isEmpty();
    assertThat(then.verify(signed(HEADER, claims(), "HmacSHA256", "x".repeat(32)))).isEmpty();
  }

  @Test
  void checks_the_validity_period() {
    final String jwt = hs256(HEADER, claims());

    assertThat(at(59).verify(jwt)).isPresent();
    assertThat(at(60).verify(jwt)).isEmpty();
    assertThat(at(100_000).verify(jwt)).isEmpty();
    final String later = hs256(HEADER, claims().replace("\"exp\"", "\"nbf\":1700000010,\"exp\""));
    assertThat(at(9).verify(later)).isEmpty();
    assertThat(at(11).verify(later)).isPresent();
    assertThat(then.verify(hs256(HEADER, claims().replace("\"exp\"", "\"ex\"")))).isEmpty();
    assertThat(then.verify(hs256(HEADER, claims().replace("1700000060", "\"soon\"")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "\"ada\"",
        "null",
        "{\"identity\":7}",
        "{\"identity\":\"\"}",
        "{\"identity\":\"a b\"}",
        "{\"identity\":\"ada\",\"data_sync\":{\"service_sid\":\"default\"}}",
        "{\"identity\":\"ada\",\"voice\":{\"outgoing\":{\"application_sid\":\"x\"}}}"
      })
  void refuses_a_token_with_malformed_grants(String grants) {
    assertThat(then.verify(hs256(HEADER, claims().replace("{\"identity\":\"ada\"}", grants))))
        .isEmpty();
  }

  @Test
  void a_token_without_grants_allows_nothing() {
    final AccessTokens.Verified verified = then.verify(hs256(HEADER, claims())).orElseThrow();

    assertThat(verified.voice()).isEmpty();
    assertThat(verified.sync()).isEmpty();
  }

  @Test
  void refuses_an_oversized_token() {
    final String claims = claims();
    final int most = AccessTokens.MAX_LENGTH - hs256(HEADER, claims).length();
    final String large = claims.replace("{\"jti", "{\"x\":\"" + "x".repeat(most) + "\",\"jti");
    final String fits = claims.replace("{\"jti", "{\"x\":\"" + "x".repeat(most / 2) + "\",\"jti");

    assertThat(hs256(HEADER, large)).hasSizeGreaterThan(AccessTokens.MAX_LENGTH);
    assertThat(then.verify(hs256(HEADER, large))).isEmpty();
    assertThat(then.verify(hs256(HEADER, fits))).isPresent();
  }

  @Test
  void refuses_a_compressed_token() throws Exception {
    final Deflater deflater = new Deflater();
    deflater.setInput(claims().getBytes(StandardCharsets.UTF_8));
    deflater.finish();
    final byte[] packed = new byte[1000];
    final int length = deflater.deflate(packed);
    deflater.end();
    final String signed =
        base64(HEADER.replace("}", ",\"zip\":\"DEF\"}"))
            + "."
            + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(packed, length));

    assertThat(then.verify(signed + "." + mac(signed, "HmacSHA256", Options.API_SECRET))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "...", "a.b.c", "e30.e30.e30", "\u0000", "ä.ö.ü", "....."})
  void refuses_text_that_is_no_token(String jwt) {
    assertThat(tokens.verify(jwt)).isEmpty();
  }

  private static AccessTokens at(long seconds) {
    return new AccessTokens(
        Options.at("http://localhost:1"), InstantSource.fixed(NOW.plusSeconds(seconds)));
  }

  private static String claims() {
    return """
        {"jti":"%s-1700000000","iss":"%s","sub":"%s","iat":1700000000,"exp":1700000060,"grants":{"identity":"ada"}}"""
        .formatted(Options.API_KEY, Options.API_KEY, Options.ACCOUNT);
  }

  private static String hs256(String header, String claims) {
    return signed(header, claims, "HmacSHA256");
  }

  private static String signed(String header, String claims, String algorithm) {
    return signed(header, claims, algorithm, Options.API_SECRET);
  }

  private static String signed(String header, String claims, String algorithm, String secret) {
    final String signed = base64(header) + "." + base64(claims);
    return signed + "." + mac(signed, algorithm, secret);
  }

  private static String mac(String signed, String algorithm, String secret) {
    try {
      final Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String rs256() throws Exception {
    final KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    final Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(generator.generateKeyPair().getPrivate());
    final String signed = base64(HEADER.replace("HS256", "RS256")) + "." + base64(claims());
    signature.update(signed.getBytes(StandardCharsets.UTF_8));
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
