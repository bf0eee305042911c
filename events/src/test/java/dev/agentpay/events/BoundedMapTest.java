package dev.agentpay.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BoundedMapTest {
  @Test
  void forgets_the_least_recently_used_entry() {
    final BoundedMap<String, Integer> map = new BoundedMap<>(2);
    map.put("a", 1);
    map.put("b", 2);
    assertThat(map.get("a")).isEqualTo(1);
    map.put("c", 3);
    assertThat(map).containsOnlyKeys("a", "c");
  }

  @Test
  void refuses_a_bound_below_one() {
    assertThatThrownBy(() -> new BoundedMap<String, String>(0))
        .hasMessage("the bound must be at least 1; got 0");
  }
}
