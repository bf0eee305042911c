package dev.agentpay.server.api;

import dev.agentpay.auth.Devices;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.regex.Pattern;

/// The cookie by which a browser shows that a user has signed in there before. It is sent with the
/// sign-in only, never to another site, and no script can read it.
public final class DeviceCookie {
  static final String NAME = "agentpay_device";

  /// Hosts of this machine, on which browsers may be used without TLS.
  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]+)?");

  private final Devices devices;
  private final boolean isPublishedWithTls;

  /// @param publicUrl the server's public URL, if it is configured
  public DeviceCookie(Devices devices, Optional<String> publicUrl) {
    this.devices = devices;
    this.isPublishedWithTls = publicUrl.filter(url -> url.startsWith("https://")).isPresent();
  }

  /// Returns the id of this browser if the user has signed in here before.
  Optional<String> device(Context ctx, String name) {
    return devices.find(name, value(ctx));
  }

  /// Remembers that the user has signed in here.
  void remember(Context ctx, String name) {
    final boolean isSecure =
        isPublishedWithTls
            || isSecure(ctx.scheme(), Optional.ofNullable(ctx.header("Host")).orElse(""));
    ctx.res()
        .addHeader(
            "Set-Cookie",
            "%s=%s; Path=/api/login; Max-Age=%s; HttpOnly; SameSite=Strict%s"
                .formatted(
                    NAME,
                    devices.remember(name, value(ctx)),
                    Devices.LIFETIME.toSeconds(),
                    isSecure ? "; Secure" : ""));
  }

  /// Behind a proxy that ends TLS we are asked by HTTP, usually under our public name. A proxy may
  /// also ask under a name of this machine; then only the public URL tells that there is TLS.
  static boolean isSecure(String scheme, String host) {
    return scheme.equals("https") || !LOOPBACK.matcher(host).matches();
  }

  private static String value(Context ctx) {
    return Optional.ofNullable(ctx.cookie(NAME)).orElse("");
  }
}
