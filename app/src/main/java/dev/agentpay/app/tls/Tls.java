package dev.agentpay.app.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// TLS with a certificate whose files are read again when they change, so that a renewal needs no
/// restart. If the new files cannot be used, the old certificate stays in use, and the log says
/// why.
public final class Tls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

  /// A renewal is weeks before the end, so it need not be noticed at once.
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final CertificateFiles files;
  private final InstantSource clock;
  private final SslContextFactory.Server factory = new SslContextFactory.Server();
  private final ScheduledExecutorService watcher =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("certificate-watch").factory());
  private Version version;
  private volatile Instant expiresAt;

  /// What the file system says about both files.
  private record Version(FileTime certificate, FileTime key) {}

  private Tls(CertificateFiles files, InstantSource clock) throws InvalidCertificateException {
    this.files = files;
    this.clock = clock;
    version = version();
    final Certificate first = files.read(clock.instant());
    expiresAt = first.expiresAt();
    factory.setKeyStorePassword(Certificate.NO_PASSWORD);
    factory.setKeyStore(first.keyStore());
  }

  /// Reads the files, and looks for changes until it is closed.
  ///
  /// @throws InvalidCertificateException if they cannot be used
  public static Tls open(CertificateFiles files, InstantSource clock)
      throws InvalidCertificateException {
    final Tls tls = new Tls(files, clock);
    final Future<?> _ =
        tls.watcher.scheduleWithFixedDelay(
            tls::reloadIfChanged, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return tls;
  }

  /// Returns the configuration of the connectors that use this certificate.
  public SslContextFactory.Server factory() {
    return factory;
  }

  /// When the certificate in use expires.
  public Instant expiresAt() {
    return expiresAt;
  }

  /// Reads the files again if they have changed.
  synchronized void reloadIfChanged() {
    final Version found = version();
    if (found.equals(version)) {
      return;
    }
    version = found;
    try {
      final Certificate renewed = files.read(clock.instant());
      factory.reload(changed -> changed.setKeyStore(renewed.keyStore()));
      expiresAt = renewed.expiresAt();
      LOG.info("Uses the new certificate, which expires at {}", expiresAt);
    } catch (InvalidCertificateException e) {
      LOG.warn(
          "The changed {} {}; the old certificate stays in use until {}",
          e.part() == InvalidCertificateException.Part.KEY ? "key" : "certificate",
          e.getMessage(),
          expiresAt);
    } catch (Exception e) { // declared by Jetty
      LOG.warn("The changed certificate cannot be used; the old one stays in use", e);
    }
  }

  private Version version() {
    return new Version(modified(files.certificate()), modified(files.key()));
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0); // read() says what is wrong
    }
  }

  @Override
  public void close() {
    watcher.shutdownNow();
  }
}
