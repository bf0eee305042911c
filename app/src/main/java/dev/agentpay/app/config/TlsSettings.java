package dev.agentpay.app.config;

import dev.agentpay.app.tls.CertificateFiles;
import dev.agentpay.app.tls.InvalidCertificateException;
import dev.agentpay.app.tls.Listening;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// Reads the settings about TLS. Beyond this machine, passwords and tokens must not travel in clear
/// text: either the server or a proxy in front of it ends TLS.
final class TlsSettings {
  private TlsSettings() {}

  /// @return empty to answer plain HTTP
  static Optional<CertificateFiles> tls(Settings settings) {
    final Optional<Path> certificate = settings.optional(Key.TLS_CERTIFICATE).map(Path::of);
    final Optional<Path> key = settings.optional(Key.TLS_KEY).map(Path::of);
    final boolean behindProxy = settings.flag(Key.TLS_PROXY);
    if (certificate.isPresent() != key.isPresent()) {
      settings.problem(
          key.isPresent() ? Key.TLS_CERTIFICATE : Key.TLS_KEY,
          "is required with "
              + settings.nameOf(key.isPresent() ? Key.TLS_KEY : Key.TLS_CERTIFICATE));
      return Optional.empty();
    }
    if (certificate.isPresent() && behindProxy) {
      settings.problem(
          Key.TLS_PROXY, "must not be true together with a certificate: only one can end TLS");
    }
    final String host = settings.text(Key.HOST);
    if (certificate.isEmpty() && !behindProxy && !Listening.isOnlyLocal(host)) {
      settings.problem(
          Key.HOST,
          "lets other machines connect without TLS: set %s and %s, or set %s to true if a proxy ends TLS"
              .formatted(Key.TLS_CERTIFICATE.env(), Key.TLS_KEY.env(), Key.TLS_PROXY.env()));
    }
    return certificate
        .map(file -> new CertificateFiles(file, key.orElseThrow()))
        .filter(files -> areUsable(settings, files));
  }

  private static boolean areUsable(Settings settings, CertificateFiles files) {
    try {
      files.read(Instant.now());
      return true;
    } catch (InvalidCertificateException e) {
      settings.problem(
          e.part() == InvalidCertificateException.Part.KEY ? Key.TLS_KEY : Key.TLS_CERTIFICATE,
          String.valueOf(e.getMessage()));
      return false;
    }
  }
}
