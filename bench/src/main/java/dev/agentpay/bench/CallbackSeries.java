package dev.agentpay.bench;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The status callbacks of one session. Each causes the server to write exactly one event:
/// - It says that the card number is being captured and still required, so no other event follows.
/// - It is not a digit update, which would not be stored.
/// - It has a unique time, so it is not a duplicate.
///
/// The callbacks differ only in their time and signature, which overwrite those of the previous
/// one.
///
/// @see <a href="https://www.twilio.com/docs/usage/security">Twilio: X-Twilio-Signature</a>
final class CallbackSeries {
  private static final Instant FIRST_TIME = Instant.parse("2025-01-01T00:00:00Z");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final String DATE_UPDATED = "DateUpdated";
  private static final String ALGORITHM = "HmacSHA1";

  /// The length of the 20 bytes of a SHA-1 in base64.
  private static final int SIGNATURE_LENGTH = 28;

  private static final int TIME_LENGTH = encoded(TIME.format(FIRST_TIME)).length();
  private static final int CHANGING_LENGTH = TIME_LENGTH + SIGNATURE_LENGTH;

  private final OpenPayment payment;
  private final byte[] request;
  private final int timeAt;
  private final int signatureAt;
  private final byte[] signedBefore;
  private final byte[] signedAfter;
  private byte[] prepared = new byte[0];
  private int ready;
  private int sent;
  private int acknowledged;

  CallbackSeries(URI server, OpenPayment payment) {
    this.payment = payment;
    final String target =
        payment.statusCallback().getRawPath() + "?" + payment.statusCallback().getRawQuery();
    final SortedMap<String, String> parameters = parameters(payment);
    final String body =
        parameters.entrySet().stream()
            .map(e -> e.getKey() + "=" + encoded(e.getValue()))
            .collect(Collectors.joining("&"));
    final String headers =
        """
        POST %s HTTP/1.1
        Host: %s
        User-Agent: TwilioProxy/1.1
        Accept: */*
        Content-Type: application/x-www-form-urlencoded; charset=utf-8
        Content-Length: %d
        X-Twilio-Signature: %s

        """
            .replace("\n", "\r\n")
            .formatted(target, server.getAuthority(), body.length(), "=".repeat(SIGNATURE_LENGTH));
    request = bytes(headers + body);
    signatureAt = headers.length() - 4 - SIGNATURE_LENGTH;
    timeAt = headers.length() + body.indexOf(DATE_UPDATED) + DATE_UPDATED.length() + 1;
    signedBefore = bytes(server + target + flat(parameters.headMap(DATE_UPDATED)) + DATE_UPDATED);
    signedAfter = bytes(flat(parameters.tailMap(DATE_UPDATED + '\0')));
  }

  /// Signs callbacks in advance, until this many are prepared in total.
  void prepare(int callbacks) {
    final Mac mac = mac();
    prepared = Arrays.copyOf(prepared, Math.max(prepared.length, callbacks * CHANGING_LENGTH));
    while (ready < callbacks) {
      final String time = TIME.format(time(ready));
      mac.update(signedBefore);
      mac.update(bytes(time));
      final int at = ready * CHANGING_LENGTH;
      System.arraycopy(bytes(encoded(time)), 0, prepared, at, TIME_LENGTH);
      System.arraycopy(
          Base64.getEncoder().encode(mac.doFinal(signedAfter)),
          0,
          prepared,
          at + TIME_LENGTH,
          SIGNATURE_LENGTH);
      ready++;
    }
  }

  /// Returns the request of the next callback. It overwrites the previous one, which must have been
  /// answered.
  ByteBuffer next() {
    if (sent == ready) {
      prepare(ready + 1);
    }
    final int at = sent++ * CHANGING_LENGTH;
    System.arraycopy(prepared, at, request, timeAt, TIME_LENGTH);
    System.arraycopy(prepared, at + TIME_LENGTH, request, signatureAt, SIGNATURE_LENGTH);
    return ByteBuffer.wrap(request);
  }

  /// Counts the last callback as acknowledged.
  void acknowledged() {
    acknowledged++;
  }

  /// Returns how many callbacks were acknowledged. They are those with the numbers from 0.
  int acknowledgedCount() {
    return acknowledged;
  }

  OpenPayment payment() {
    return payment;
  }

  /// Returns the time in a callback, which is unique in its session.
  ///
  /// @param number the number of the callback, from 0
  static Instant time(int number) {
    return FIRST_TIME.plusMillis(number);
  }

  private static SortedMap<String, String> parameters(OpenPayment payment) {
    return new TreeMap<>(
        Map.of(
            "AccountSid",
            BenchAccount.SID,
            "CallSid",
            payment.call(),
            "Sid",
            payment.payment(),
            "PaymentMethod",
            "credit-card",
            "Capture",
            "payment-card-number",
            "Required",
            "payment-card-number,expiration-date,security-code",
            DATE_UPDATED,
            TIME.format(FIRST_TIME)));
  }

  /// Joins the parameters as Twilio's signature requires.
  private static String flat(SortedMap<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(e -> e.getKey() + e.getValue())
        .collect(Collectors.joining());
  }

  private static Mac mac() {
    try {
      final Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(bytes(BenchAccount.AUTH_TOKEN), ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
