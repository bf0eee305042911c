package dev.agentpay.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpay.scenarios.actors.ScriptFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {
  @Test
  void names_are_unique() {
    assertThat(Scenario.ALL).extracting(Scenario::name).doesNotHaveDuplicates();
  }

  @Test
  void names_are_valid_command_line_words() {
    assertThat(Scenario.ALL)
        .extracting(Scenario::name)
        .allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"))
        .doesNotContain("all"); // `--script all` plays every scenario
  }

  @Test
  void every_scenario_has_a_one_line_description() {
    assertThat(Scenario.ALL)
        .extracting(Scenario::about)
        .allMatch(about -> !about.isBlank() && about.lines().count() == 1)
        .doesNotHaveDuplicates();
  }

  @Test
  void finds_every_scenario_by_its_name() {
    assertThat(Scenario.ALL)
        .allSatisfy(scenario -> assertThat(Scenario.named(scenario.name())).contains(scenario));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "all", "Charge", "charge ", "no-such-scenario"})
  void finds_nothing_for_an_unknown_name(String name) {
    assertThat(Scenario.named(name)).isEmpty();
  }

  @Test
  void starts_with_the_default_scenario() {
    assertThat(Scenario.ALL.getFirst().name()).isEqualTo("charge");
  }

  @Test
  void expect_throws_if_the_condition_is_false() {
    assertThatThrownBy(() -> PaymentScenarios.expect(false, "47.50 was charged"))
        .isInstanceOf(ScriptFailure.class)
        .hasMessage("Expected: 47.50 was charged");
    assertThatCode(() -> PaymentScenarios.expect(true, "47.50 was charged"))
        .doesNotThrowAnyException();
  }
}
