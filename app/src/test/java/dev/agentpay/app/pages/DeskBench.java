package dev.agentpay.app.pages;

import com.microsoft.playwright.Page;
import dev.agentpay.scenarios.actors.Customer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Benchmark: prints how long a digit takes from its event to the agent's screen.
///
/// Measures from the server's time of the event to the first frame in which the page shows it. Both
/// use this machine's clock: the event in microseconds, the page in milliseconds.
final class DeskBench {
  private static final int CARDS = 12;

  private static final String MEASURE_SCRIPT =
      """
      () => {
        window.seen = [];
        const desk = document.querySelector('pay-desk');
        let shown = '';
        const look = () => {
          const typing = [...desk.model.world.typing.values()][0];
          const panel = desk.shadowRoot.querySelector('pay-session');
          const field = panel?.shadowRoot.querySelector('pay-field[data-state=capturing]');
          const mask = field?.shadowRoot.querySelector('.mask')?.textContent.replace(/[^•]/g, '') ?? '';
          if (typing && mask !== shown && mask.length === typing.mask.length) {
            window.seen.push(performance.timeOrigin + performance.now() - Date.parse(typing.at));
            shown = mask;
          }
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }\
      """;

  private DeskBench() {}

  public static void main(String[] args) {
    final List<Double> millis = new ArrayList<>();
    try (DeskWorld world = new DeskWorld()) {
      final DeskPage alice = world.desk("alice");
      final Customer customer = world.customerOnTheLineWith(alice);
      alice.page().evaluate(MEASURE_SCRIPT);
      for (int i = 0; i < CARDS; i++) {
        alice.takesPayment("1");
        customer.awaits("payment-card-number");
        world.typistAtHumanSpeed().press(customer.call(), Customer.GOOD_CARD);
        alice.sees("expiration-date", "capturing");
        alice.cancels();
        alice.sees("cancelled");
        alice.button("Another payment").click();
      }
      millis.addAll(measured(alice.page()));
      world.clear();
    }
    Collections.sort(millis);
    System.out.printf(
        "digit event to screen             p50 %.1f   p90 %.1f   p99 %.1f   max %.1f ms  (%d"
            + " digits)%n",
        percentile(millis, 0.5),
        percentile(millis, 0.9),
        percentile(millis, 0.99),
        percentile(millis, 1),
        millis.size());
  }

  @SuppressWarnings("unchecked")
  private static List<Double> measured(Page page) {
    return ((List<Number>) page.evaluate("window.seen")).stream().map(Number::doubleValue).toList();
  }

  private static double percentile(List<Double> sorted, double share) {
    return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
  }
}
