package dev.agentpay.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Looks at a page at both widths and in both schemes: keeps a picture of each, and asks axe and a
/// ruler whether everybody can use it.
final class Look {
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final int[] WIDTHS = {1440, 360};

  /// Otherwise axe sees the wide page in light colours and the narrow one in dark ones. `./dev
  /// nightly` lets it see all four.
  private static final boolean AXE_EVERYWHERE = Boolean.getBoolean("agentpay.axe.everywhere");

  private Look() {}

  /// @param name of the state that the page shows
  static void at(Page page, String name) {
    for (int width : WIDTHS) {
      page.setViewportSize(width, width > 1000 ? 900 : 780);
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        at(page, name, width, scheme.name().toLowerCase(Locale.ROOT));
      }
    }
    page.setViewportSize(WIDTHS[0], 900);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
  }

  /// The same for what does not last: pictures of all four, and one look by axe.
  static void inPassing(Page page, String name) {
    axe(page, name);
    for (int width : WIDTHS) {
      page.setViewportSize(width, width > 1000 ? 900 : 780);
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        picture(
            page, "%s-%d-%s.png".formatted(name, width, scheme.name().toLowerCase(Locale.ROOT)));
      }
    }
    page.setViewportSize(WIDTHS[0], 900);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
  }

  /// Keeps the pictures only: for what lasts a moment.
  static void quicklyAt(Page page, String name) {
    for (int width : WIDTHS) {
      page.setViewportSize(width, width > 1000 ? 900 : 780);
      picture(page, "%s-%d-light.png".formatted(name, width));
    }
    page.setViewportSize(WIDTHS[0], 900);
  }

  private static void picture(Page page, String file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(file)).setFullPage(true));
  }

  private static void at(Page page, String name, int width, String scheme) {
    final String file = "%s-%d-%s.png".formatted(name, width, scheme);
    picture(page, file);
    assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
        .as("%s needs no scrolling to the side", file)
        .isLessThanOrEqualTo(width);
    if (AXE_EVERYWHERE || (width == WIDTHS[0]) == scheme.equals("light")) {
      axe(page, file);
    }
  }

  private static void axe(Page page, String file) {
    final List<String> violations =
        new AxeBuilder(page).analyze().getViolations().stream().map(Look::words).toList();
    assertThat(violations).as("what axe finds in %s", file).isEmpty();
  }

  private static String words(Rule rule) {
    return "%s: %s %s"
        .formatted(
            rule.getId(),
            rule.getHelp(),
            rule.getNodes().stream()
                .map(n -> n.getTarget() + " " + n.getFailureSummary())
                .toList());
  }
}
