package dev.agentpay.app.compat;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.agentpay.app.node.PayNode;
import dev.agentpay.app.pages.Chromium;
import dev.agentpay.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A browser loads an old page from `compat.assets`. Like GenesysPay's, the page has a script
/// module in another folder and sends requests to its own origin; the browser signs in by Basic.
class CompatAssetsTest {
  private static final String NO_CALL = "CA" + "0".repeat(32);

  @Test
  void a_browser_loads_the_page_and_takes_it_to_the_server(@TempDir Path folder)
      throws IOException {
    final Path page = Files.createDirectories(folder.resolve("assets/JSClient"));
    Files.writeString(
        page.resolveSibling("index.html"),
        """
        <!doctype html><html lang="en"><title>Pay</title>
        <link rel="stylesheet" href="pay.css">
        <input id="sid"><button id="start">Start</button><p id="error"></p>
        <script type="module" src="JSClient/main.js"></script></html>
        """);
    Files.writeString(page.resolveSibling("pay.css"), "#error { color: rgb(1, 2, 3) }");
    Files.writeString(
        page.resolve("main.js"),
        """
        import { startCapture } from './client.js';
        document.getElementById('start').addEventListener('click', async () => {
          const reply = await startCapture(document.getElementById('sid').value);
          document.getElementById('error').textContent = reply.error;
        });
        """);
    Files.writeString(
        page.resolve("client.js"),
        """
        export async function startCapture(callSid) {
          const response = await fetch('/aap/startCapture', {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ callSid, chargeAmount: 0, currency: 'AUD' }),
          });
          return response.json();
        }
        """);
    final Map<String, String> settings =
        Map.of(
            "AGENTPAY_COMPAT", "genesyspay", "AGENTPAY_COMPAT_ASSETS", page.getParent().toString());
    try (Simulator simulator = CompatConfiguration.simulator();
        PayNode node = PayNode.start(CompatConfiguration.options(simulator, folder, settings));
        Chromium chromium = Chromium.open();
        BrowserContext agent =
            chromium
                .browser()
                .newContext(
                    new Browser.NewContextOptions()
                        .setHttpCredentials("alice", CompatConfiguration.PASSWORD))) {
      final List<String> console = new ArrayList<>();
      final Page browser = agent.newPage();
      browser.onPageError(console::add);
      browser.navigate(node.baseUri() + "/");
      browser.fill("#sid", NO_CALL);
      browser.click("#start");
      browser.waitForFunction("document.getElementById('error').textContent !== ''");

      assertThat(browser.textContent("#error")).contains("CallSid");
      assertThat(browser.evaluate("getComputedStyle(document.getElementById('error')).color"))
          .isEqualTo("rgb(1, 2, 3)");
      assertThat(console).isEmpty();
      browser.navigate(node.baseUri() + "/desk/");
      assertThat(browser.title()).as("the desk keeps its path").isNotEqualTo("Pay");
    }
  }
}
