package dev.agentpay.app.tls;

/// A certificate or key file cannot be used. The message is the rest of a sentence that starts with
/// the name of the setting; it contains nothing of the key.
public final class InvalidCertificateException extends Exception {
  private static final long serialVersionUID = 1L;

  /// The file that is wrong.
  public enum Part {
    CERTIFICATE,
    KEY
  }

  private final Part part;

  InvalidCertificateException(Part part, String message) {
    super(message);
    this.part = part;
  }

  public Part part() {
    return part;
  }
}
