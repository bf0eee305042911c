package dev.agentpay.app.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.options.SelectOption;
import dev.agentpay.scenarios.actors.Customer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// When the language changes, everything on the desk changes at once, whatever is open.
class DeskLanguageTest extends DeskTestBase {
  private static final Path MESSAGES = Path.of("..", "web", "apps", "desk", "src", "i18n");

  /// All texts of the page: in all shadow roots, and in attributes that people read or hear.
  private static final String TEXTS =
      """
      () => {
        const found = [];
        const visit = (node) => {
          if (node.nodeType === Node.TEXT_NODE) found.push(node.data.trim());
          if (node.nodeType === Node.ELEMENT_NODE) {
            if (['STYLE', 'SCRIPT', 'NOSCRIPT'].includes(node.nodeName)) return;
            for (const name of ['label', 'hint', 'title', 'aria-label', 'summary']) {
              if (node.hasAttribute(name)) found.push(node.getAttribute(name).trim());
            }
            if (node.nodeName === 'INPUT' && node.readOnly) found.push(node.value.trim());
          }
          if (node.shadowRoot) node.shadowRoot.childNodes.forEach(visit);
          node.childNodes.forEach(visit);
        };
        visit(document.body);
        return found.filter((text) => text !== '');
      }\
      """;

  private static final Set<String> ONLY_ENGLISH = messages("en", "es");
  private static final Set<String> ONLY_SPANISH = messages("es", "en");

  @Test
  void language_changes_everywhere_during_a_payment() {
    final DeskPage alice = desk("alice");
    final Customer customer = world.customerOnTheLineWith(alice);
    alice.opensMore();
    alice.choosesRadio("Bank account");
    alice.takes(); // refused: no amount, so a hint is shown
    speaks(alice, "es");
    Screenshots.check(alice.page(), "language-form");
    speaks(alice, "en");
    alice.choosesRadio("Card");
    alice.takesPayment("42.50");
    alice.sees(CARD, "capturing");
    speaks(alice, "es");
    Screenshots.check(alice.page(), "language-payment");
    speaks(alice, "en");
    world.faults(Map.of("keys", Map.of("nextErrorTypes", List.of("internal-error"))));
    customer.typesCard(Customer.GOOD_CARD);
    alice.sees("idle");
    speaks(alice, "es");
  }

  @Test
  void language_changes_in_the_sign_in_and_its_error() {
    final DeskPage page = watched(new DeskPage(world.context().newPage(), world.server()));
    page.open();
    page.textbox("Name").fill("alice");
    page.page().getByLabel("Password").fill("wrong");
    page.button("Sign in").click();
    page.page().locator("desk-sign-in .notice").waitFor();
    page.button("Español").click();
    assertSpeaks(page, ONLY_ENGLISH, ONLY_SPANISH);
  }

  private static void speaks(DeskPage desk, String language) {
    desk.page().locator("desk-header select").selectOption(new SelectOption().setValue(language));
    final boolean isSpanish = language.equals("es");
    assertSpeaks(
        desk, isSpanish ? ONLY_ENGLISH : ONLY_SPANISH, isSpanish ? ONLY_SPANISH : ONLY_ENGLISH);
  }

  private static void assertSpeaks(DeskPage desk, Set<String> other, Set<String> own) {
    await()
        .pollInSameThread()
        .untilAsserted(
            () ->
                assertThat(texts(desk))
                    .doesNotContainAnyElementsOf(other)
                    .containsAnyElementsOf(own));
  }

  @SuppressWarnings("unchecked")
  private static Collection<String> texts(DeskPage desk) {
    return (List<String>) desk.page().evaluate(TEXTS);
  }

  /// Messages without values that exist in one language only.
  private static Set<String> messages(String language, String other) {
    final Set<String> own = all(language);
    own.removeAll(all(other));
    return own;
  }

  private static Set<String> all(String language) {
    try {
      final Set<String> texts = new HashSet<>();
      for (JsonNode text :
          new ObjectMapper().readTree(MESSAGES.resolve(language + ".json").toFile())) {
        if (!text.asText().contains("{")) {
          texts.add(text.asText());
        }
      }
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
