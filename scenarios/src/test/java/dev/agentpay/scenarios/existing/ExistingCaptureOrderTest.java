package dev.agentpay.scenarios.existing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExistingCaptureOrderTest {
  private final ExistingCaptureOrder order =
      new ExistingCaptureOrder(List.of("card", "code", "date"));

  @Test
  void advances_to_the_end() {
    assertThat(order.first()).isEqualTo("card");
    assertThat(order.shift()).isEqualTo("code");
    assertThat(order.shift()).isEqualTo("date");
    assertThat(order.shift()).isEmpty();
    assertThat(order.shift()).isEmpty();
  }

  @Test
  void a_reset_field_comes_first_again() {
    order.shift();
    assertThat(order.unshift("card")).isTrue();
    assertThat(order.first()).isEqualTo("card");
    assertThat(order.shift()).isEqualTo("code");
  }

  @Test
  void the_current_field_is_not_added_twice() {
    assertThat(order.unshift("card")).isFalse();
    assertThat(order.shift()).isEqualTo("code");
  }

  @Test
  void reset_restores_the_whole_order() {
    order.shift();
    order.shift();
    order.unshift("card");
    order.reset();
    assertThat(List.of(order.first(), order.shift(), order.shift(), order.shift()))
        .containsExactly("card", "code", "date", "");
    assertThat(order.template()).containsExactly("card", "code", "date");
  }
}
