package dev.agentpay.app.pages;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.agentpay.app.demo.DemoWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// Sites of other origins with the pages of `examples`, and their back end, which mints tokens with
/// a service key.
final class ExampleSite {
  static final Path EXAMPLES = Path.of("..", "examples");

  /// Origin of most pages. The server allows it.
  static final String PAGE = DemoWorld.EXISTING_PAGE;

  /// Origin of an agent desktop that frames a page of [#PAGE].
  static final String DESKTOP = "http://localhost:3001";

  /// An origin that no page trusts.
  static final String STRANGER = "http://localhost:3002";

  private static final Path CLIENT = Path.of("..", "web", "target", "client", "dist");
  private static final String CLIENT_FOLDER = "agentpay-client/";
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final DeskWorld world;
  private final List<String> browserErrors = new ArrayList<>();
  private final String serviceKey;
  private String pins = "";
  private int refusedTokens;

  ExampleSite(DeskWorld world) {
    this.world = world;
    serviceKey =
        world
            .api("sam")
            .createServiceKey("examples", List.of("tokens"), Optional.empty())
            .secret()
            .orElseThrow();
  }

  /// Adds properties to the requests for tokens.
  void pin(String properties) {
    pins = "," + properties;
  }

  /// Makes the back end answer with tokens that the server refuses, this many times.
  void refuseTokens(int count) {
    refusedTokens = count;
  }

  int refusedTokens() {
    return refusedTokens;
  }

  /// Returns the errors that the browser has reported so far.
  List<String> browserErrors() {
    return browserErrors;
  }

  Page open(String example, String address) {
    return open(EXAMPLES.resolve(example), address);
  }

  /// Opens a page whose files are in this folder.
  Page open(Path folder, String address) {
    final Page page = page();
    for (String origin : List.of(PAGE, DESKTOP, STRANGER)) {
      page.route(origin + "/**", route -> serve(route, folder));
    }
    page.navigate(address);
    return page;
  }

  /// Opens an empty page.
  Page page() {
    final BrowserContext context = world.context();
    // Chromium does not know where the page comes from, and asks before it may reach this machine.
    context.grantPermissions(List.of("local-network-access"));
    final Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          // The desk's sign-in wants the focus; a frame of another origin does not get it.
          if (message.type().equals("error")
              && !message.text().startsWith("Blocked autofocusing")) {
            browserErrors.add(message.text());
          }
        });
    page.onPageError(browserErrors::add);
    return page;
  }

  /// Mints a token as the page's back end does.
  String mint() {
    final HttpRequest request =
        HttpRequest.newBuilder(world.server().resolve("/api/tokens"))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + serviceKey)
            .POST(HttpRequest.BodyPublishers.ofString("{\"agent\":\"alice\"" + pins + "}"))
            .build();
    return JSON.readTree(
            HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join().body())
        .path("token")
        .asString();
  }

  private void serve(Route route, Path folder) {
    final String path = URI.create(route.request().url()).getPath();
    final String file = path.equals("/") ? "index.html" : path.substring(1);
    if (file.equals("agent-token")) {
      route.fulfill(
          new Route.FulfillOptions().setContentType("text/plain").setBody(tokenOrRefused()));
      return;
    }
    final Path served =
        file.startsWith(CLIENT_FOLDER)
            ? CLIENT.resolve(file.substring(CLIENT_FOLDER.length()))
            : folder.resolve(file);
    try {
      route.fulfill(
          new Route.FulfillOptions()
              .setContentType(type(file))
              .setBody(
                  Files.readString(served)
                      .replace("https://pay.example.com", world.server().toString())
                      .replace("https://frame.example.com", PAGE)
                      .replace("https://desktop.example.com", DESKTOP)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String tokenOrRefused() {
    if (refusedTokens == 0) {
      return mint();
    }
    refusedTokens--;
    return "expired";
  }

  private static String type(String file) {
    return switch (file.substring(file.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css";
      case "js" -> "text/javascript";
      default -> "application/octet-stream";
    };
  }
}
