package dev.agentpay.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.events.AgentId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientIdentityTest {
  @ParameterizedTest
  @CsvSource({
    "alice, alice",
    "jane_doe, jane_doe",
    "jane.doe, jane__ddoe",
    "jane-doe, jane__hdoe",
    "jane.doe@acme.example, jane__ddoe__aacme__dexample",
    "a__b, a__u_b"
  })
  void maps_names_to_twilios_alphabet(String name, String identity) {
    assertThat(ClientIdentity.of(new AgentId(name))).isEqualTo(identity);
    assertThat(ClientIdentity.agent(identity)).contains(new AgentId(name));
  }

  /// Every name of up to six of these characters: each escape, its letter, and another one.
  @Test
  void every_name_has_an_identity_of_its_own() {
    final Set<String> identities = new HashSet<>();
    List<String> names = List.of("");
    for (int length = 1; length <= 6; length++) {
      names =
          names.stream().flatMap(name -> "_.@-dux".chars().mapToObj(c -> name + (char) c)).toList();
      for (String name : names) {
        final String identity = ClientIdentity.of(new AgentId(name));
        assertThat(identity).matches("[A-Za-z0-9_]+");
        assertThat(ClientIdentity.agent(identity).orElseThrow().value()).isEqualTo(name);
        assertThat(identities.add(identity)).isTrue();
      }
    }
  }

  @Test
  void an_identity_of_other_characters_is_nobodys() {
    assertThat(ClientIdentity.agent("")).isEmpty();
    assertThat(ClientIdentity.agent("a b")).isEmpty();
  }
}
