package dev.agentpay.app.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Takes the numbered steps of docs/presenting.md, one after the other.
class DeskPresentingTest extends PhoneTestBase {
  private static final Path PAGE = Path.of("..", "docs", "presenting.md");

  private static final Pattern STEP =
      Pattern.compile("^\\d+\\. \\*\\*.*?(?=^\\d+\\. |^#|\\z)", Pattern.MULTILINE | Pattern.DOTALL);

  private static final Pattern ACTION =
      Pattern.compile(
          "(Desk|Phone): (press the card|press|type|choose|see) \\*\\*([^*]+)\\*\\*"
              + "(?: into \\*\\*([^*]+)\\*\\*| for the ([a-z ]+))?");

  private static final Pattern BOLD = Pattern.compile("\\*\\*[^*]+\\*\\*");

  private static final Map<String, String> FIELDS =
      Map.of("card number", CARD, "expiry date", EXPIRY, "security code", CODE);

  @Test
  void every_step_works() throws IOException {
    final List<String> steps =
        STEP.matcher(Files.readString(PAGE)).results().map(MatchResult::group).toList();
    assertThat(steps).hasSizeGreaterThan(9);
    final DeskPage desk = desk("alice");
    final PhonePage phone = phone();
    for (String step : steps) {
      final String text = step.replaceAll("\\s+", " ");
      final List<MatchResult> actions = ACTION.matcher(text).results().toList();
      assertThat(BOLD.matcher(text).results().count())
          .as("bold texts of this step: its title, and those of its actions: %s", text)
          .isEqualTo(1 + actions.stream().mapToLong(DeskPresentingTest::texts).sum());
      for (MatchResult action : actions) {
        if (action.group(1).equals("Desk")) {
          act(desk, action);
        } else {
          act(phone, action);
        }
      }
    }
  }

  private static long texts(MatchResult action) {
    return action.group(4) == null ? 1 : 2;
  }

  private static void act(DeskPage desk, MatchResult action) {
    final String text = action.group(3);
    switch (action.group(2)) {
      case "press" -> desk.button(text).click();
      case "choose" -> desk.choosesRadio(text);
      case "type" -> desk.textbox(action.group(4)).fill(text);
      case "see" -> assertThat(shown(desk.page(), text)).isVisible();
      default -> throw new AssertionError("the desk has no such action: " + action.group());
    }
  }

  private static Locator shown(Page page, String text) {
    return page.locator(
            "desk-calls, pay-session, pay-form", new Page.LocatorOptions().setHasText(text))
        .first();
  }

  private static void act(PhonePage phone, MatchResult action) {
    final String text = action.group(3);
    switch (action.group(2)) {
      case "press" ->
          phone
              .page()
              .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(text).setExact(true))
              .click();
      case "press the card" -> phone.page().locator("[data-card$='" + text + "']").first().click();
      case "type" -> {
        phone.awaitPrompt(FIELDS.getOrDefault(action.group(5), "unknown"));
        phone.page().keyboard().type(text);
      }
      default -> throw new AssertionError("the phone has no such action: " + action.group());
    }
  }
}
