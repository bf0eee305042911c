package dev.agentpay.twilio.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CredentialsTest {
  private final Credentials credentials = new Credentials();

  @Test
  void are_refused_after_two_refusals_in_a_row() {
    credentials.answered(401);
    assertThat(credentials.isSuspect()).isTrue();
    assertThat(credentials.trouble()).isEmpty();
    credentials.answered(401);
    assertThat(credentials.trouble()).contains("credentials refused");
  }

  @Test
  void are_accepted_again_after_a_success() {
    credentials.answered(401);
    credentials.answered(401);
    credentials.answered(201);
    assertThat(credentials.isSuspect()).isFalse();
    assertThat(credentials.trouble()).isEmpty();
  }

  @Test
  void other_errors_say_nothing_about_them() {
    for (int status : new int[] {400, 403, 404, 429, 500, 503}) {
      credentials.answered(status);
      assertThat(credentials.isSuspect()).isFalse();
    }
    credentials.answered(401);
    credentials.answered(503);
    credentials.answered(401);
    assertThat(credentials.isRefused()).isTrue();
  }
}
