package dev.agentpay.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Takes screenshots of a page at two widths and in two color schemes, and checks its accessibility
/// with axe and its width.
final class Screenshots {
  private static final Path FOLDER = Path.of("target", "screenshots");
  private static final int[] WIDTHS = {1440, 360};

  /// Whether axe checks all four variants, as in `./dev nightly`. If not, it checks the wide page
  /// in light colors and the narrow page in dark colors.
  private static final boolean CHECK_ALL_VARIANTS = Boolean.getBoolean("agentpay.pages.thorough");

  private Screenshots() {}

  /// Takes and checks screenshots.
  ///
  /// @param name of the state that the page shows; part of the file names
  static void check(Page page, String name) {
    for (int width : WIDTHS) {
      page.setViewportSize(width, width > 1000 ? 900 : 780);
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        check(page, name, width, scheme.name().toLowerCase(Locale.ROOT));
      }
    }
    page.setViewportSize(WIDTHS[0], 900);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
  }

  /// Takes screenshots of a state that lasts only seconds, and checks it once with axe.
  static void checkTransient(Page page, String name) {
    checkWithAxe(page, name);
    for (int width : WIDTHS) {
      page.setViewportSize(width, width > 1000 ? 900 : 780);
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        screenshot(
            page, "%s-%d-%s.png".formatted(name, width, scheme.name().toLowerCase(Locale.ROOT)));
      }
    }
    page.setViewportSize(WIDTHS[0], 900);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
  }

  /// Takes screenshots in light colors, without checks, of a state that lasts only a moment.
  static void take(Page page, String name) {
    for (int width : WIDTHS) {
      page.setViewportSize(width, width > 1000 ? 900 : 780);
      screenshot(page, "%s-%d-light.png".formatted(name, width));
    }
    page.setViewportSize(WIDTHS[0], 900);
  }

  private static void screenshot(Page page, String file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(file)).setFullPage(true));
  }

  private static void check(Page page, String name, int width, String scheme) {
    final String file = "%s-%d-%s.png".formatted(name, width, scheme);
    screenshot(page, file);
    assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
        .as("%s fits the width of the screen", file)
        .isLessThanOrEqualTo(width);
    if (CHECK_ALL_VARIANTS || (width == WIDTHS[0]) == scheme.equals("light")) {
      checkWithAxe(page, file);
    }
  }

  private static void checkWithAxe(Page page, String file) {
    final List<String> violations =
        new AxeBuilder(page).analyze().getViolations().stream().map(Screenshots::describe).toList();
    assertThat(violations).as("accessibility problems in %s", file).isEmpty();
  }

  private static String describe(Rule rule) {
    return "%s: %s %s"
        .formatted(
            rule.getId(),
            rule.getHelp(),
            rule.getNodes().stream()
                .map(n -> n.getTarget() + " " + n.getFailureSummary())
                .toList());
  }
}
