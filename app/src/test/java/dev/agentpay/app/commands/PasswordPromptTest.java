package dev.agentpay.app.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PasswordPromptTest {
  private static final String MESSAGE =
      "No password was entered: type one, or write it to standard input.";

  @Test
  void accepts_a_password() {
    assertThat(PasswordPrompt.check("a long password".toCharArray())).isEqualTo("a long password");
  }

  @Test
  void rejects_end_of_input() {
    assertThatThrownBy(() -> PasswordPrompt.check(null))
        .isInstanceOf(PasswordException.class)
        .hasMessage(MESSAGE);
  }

  @Test
  void rejects_a_blank_password() {
    assertThatThrownBy(() -> PasswordPrompt.check(" ".toCharArray()))
        .isInstanceOf(PasswordException.class)
        .hasMessage(MESSAGE);
  }
}
