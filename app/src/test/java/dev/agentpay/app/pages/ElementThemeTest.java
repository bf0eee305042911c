package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.agentpay.client.PaySessionQuery;
import dev.agentpay.client.model.SessionState;
import dev.agentpay.scenarios.actors.Customer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Every custom property and every part of `docs/element.md` changes how the element looks, in one
/// state of a payment at least.
class ElementThemeTest extends DeskTestBase {
  private static final Path DOCS = Path.of("..", "docs", "element.md");

  /// Returns those of the properties that change a computed style of the element's content.
  private static final String EFFECTIVE_PROPERTIES =
      """
      (names) => {
        const pay = document.querySelector('agent-pay');
        const value = (name) =>
          /font/.test(name) ? 'fantasy'
            : /text|gap|round/.test(name) ? '3.25px'
            : name === '--shadow' ? 'rgb(1, 2, 3) 7px 7px 7px'
            : 'rgb(1, 2, 3)';
        return names.filter((name) => {
          const before = looks(pay);
          pay.style.setProperty(name, value(name));
          const after = looks(pay);
          pay.style.removeProperty(name);
          return before !== after;
        });

        function looks(root) {
          return all(root)
            .flatMap((e) => [getComputedStyle(e), getComputedStyle(e, '::before'), getComputedStyle(e, '::after')])
            .map((style) =>
              [...style]
                .filter((property) => !property.startsWith('--'))
                .map((property) => property + style.getPropertyValue(property))
                .join(';'),
            )
            .join('|');
        }
        function all(element) {
          const children = [...element.children, ...(element.shadowRoot?.children ?? [])];
          return [element, ...children.flatMap(all)].filter((e) => e.localName !== 'style');
        }
      }
      """;

  /// Returns those of the parts that a rule of the page reaches.
  private static final String REACHED_PARTS =
      """
      (names) => names.filter((name) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`agent-pay::part(${name}) { outline: 3px solid rgb(1, 2, 3) }`);
        document.adoptedStyleSheets = [sheet];
        const reached = all(document.querySelector('agent-pay'))
          .some((element) => getComputedStyle(element).outlineColor === 'rgb(1, 2, 3)');
        document.adoptedStyleSheets = [];
        return reached;

        function all(element) {
          const children = [...element.children, ...(element.shadowRoot?.children ?? [])];
          return [element, ...children.flatMap(all)];
        }
      })
      """;

  @Test
  void each_property_and_part_of_the_docs_changes_the_element() throws IOException {
    final String looks = Files.readString(DOCS).split("\n## Looks\n", 2)[1].split("\n## ", 2)[0];
    final Set<String> properties = properties(looks);
    final Set<String> parts = parts(looks);
    assertThat(properties).hasSizeGreaterThan(25);
    assertThat(parts).hasSizeGreaterThan(5);

    final Page page = new ExampleSite(world).open("plain-html", ExampleSite.PAGE + "/");
    assertThat(page.locator("agent-pay")).containsText("call");
    assertThat(names(page.evaluate(EFFECTIVE_PROPERTIES, List.of("--nothing")))).isEmpty();
    assertThat(names(page.evaluate(REACHED_PARTS, List.of("nothing")))).isEmpty();
    remove(page, properties, parts);
    final Customer customer = world.customerOnTheLineAtPbx("alice");
    assertThat(page.getByText("Take $42.50")).isVisible();
    remove(page, properties, parts);
    page.getByText("Take $42.50").click();
    assertThat(page.locator("pay-session")).hasAttribute("data-state", "capturing");
    remove(page, properties, parts);
    customer.typesCard(Customer.DECLINED_CARD).typesExpiry().typesCode();
    assertThat(page.locator("pay-session")).hasAttribute("data-state", "ready");
    remove(page, properties, parts);
    page.getByText("Submit payment").click();
    assertThat(page.locator("#result")).hasText("Not paid: declined");
    remove(page, properties, parts);
    page.getByText("Try another card").click();
    page.evaluate("() => document.querySelector('agent-pay').setAttribute('connector', 'hosted')");
    page.getByText("Take $42.50").click();
    customer.typesCard(Customer.GOOD_CARD).typesExpiry().typesCode();
    world.faults(Map.of("webhooks", Map.of("dropNextFinal", 1)));
    page.getByText("Submit payment").click();
    assertThat(page.locator("#result")).hasText("Unconfirmed: the card may have been charged");
    remove(page, properties, parts);
    final String unconfirmed =
        world.api("alice").paySessions(PaySessionQuery.all().limit(1)).getFirst().id();
    world.api("sam").resolve(unconfirmed, SessionState.PAID, "found at the processor", "ch_1");
    assertThat(page.locator("#result")).containsText("Paid");
    remove(page, properties, parts);
    assertThat(properties).as("custom properties without effect").isEmpty();
    assertThat(parts).as("parts that no rule reaches").isEmpty();
  }

  private static void remove(Page page, Set<String> properties, Set<String> parts) {
    properties.removeAll(names(page.evaluate(EFFECTIVE_PROPERTIES, List.copyOf(properties))));
    parts.removeAll(names(page.evaluate(REACHED_PARTS, List.copyOf(parts))));
  }

  private static Collection<String> names(Object list) {
    return ((List<?>) list).stream().map(String::valueOf).toList();
  }

  private static Set<String> properties(String looks) {
    final String rows =
        looks
            .lines()
            .filter(line -> line.startsWith("|"))
            .collect(Collectors.joining("\n"))
            .replace("`--gap-xs` … `--gap-l`", "`--gap-xs` `--gap-s` `--gap-m` `--gap-l`")
            .replace(
                "`--good`, `--warn`, `--bad`, each with `-soft`",
                "`--good` `--warn` `--bad` `--good-soft` `--warn-soft` `--bad-soft`");
    return found("`(--[a-z-]+)`", rows);
  }

  private static Set<String> parts(String looks) {
    return found(
        "`([a-z]+)`",
        looks.lines().filter(line -> line.startsWith("Parts: ")).findFirst().orElseThrow());
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
