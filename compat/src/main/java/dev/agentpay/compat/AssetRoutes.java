package dev.agentpay.compat;

import static dev.agentpay.auth.Access.ANYONE;

import dev.agentpay.server.http.Route;
import io.javalin.http.Context;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the files of an old page, so that it needs no web server of its own. Anybody may read
/// them, as on the original servers. A content security policy is the page's own business.
final class AssetRoutes {
  /// The browser asks each time whether the file has changed.
  private static final String ASK_FIRST = "no-cache";

  private static final Logger LOG = LoggerFactory.getLogger(AssetRoutes.class);

  private AssetRoutes() {}

  /// @param others the other routes of existing clients, whose paths no file takes
  /// @throws IllegalStateException if the folder has become unusable since the options were checked
  static List<Route> of(Path folder, List<Route> others) {
    final Set<String> taken = others.stream().map(Route::path).collect(Collectors.toSet());
    try {
      return AssetFolder.read(folder).stream()
          .filter(asset -> isFree(asset, taken))
          .map(asset -> Route.get(asset.path(), ANYONE, ctx -> serve(ctx, asset)))
          .toList();
    } catch (AssetFolder.UnusableException e) {
      throw new IllegalStateException("compat.assets " + e.getMessage(), e);
    }
  }

  private static boolean isFree(Asset asset, Set<String> taken) {
    final boolean isFree = !taken.contains(asset.path());
    if (!isFree) {
      LOG.warn(
          "compat.assets: {} is not served, because existing clients send requests to that path",
          asset.path());
    }
    return isFree;
  }

  private static void serve(Context ctx, Asset asset) {
    ctx.header("Cache-Control", ASK_FIRST).header("ETag", asset.tag());
    if (asset.tag().equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
      return;
    }
    ctx.contentType(asset.type()).result(asset.content());
  }
}
