package dev.agentpay.server.http;

import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers requests that fail before routing, such as an unreadable request line. The answer is a
/// problem document that quotes nothing of the request.
final class JettyProblems implements Request.Handler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problems.MEDIA_TYPE);
    response.write(true, ByteBuffer.wrap(document(response.getStatus())), callback);
    return true;
  }

  private static byte[] document(int status) {
    return switch (status) {
      case 413 -> problem(ProblemType.TOO_LARGE, "the request is too large");
      case 414, 431 -> problem(ProblemType.BAD_REQUEST, "the URL or the headers are too long");
      case 404 -> problem(ProblemType.NOT_FOUND, "no such resource");
      case 500, 503 ->
          problem(
              ProblemType.INTERNAL, "internal error; it is unknown whether anything has changed");
      default -> problem(ProblemType.BAD_REQUEST, "this is not a valid HTTP request");
    };
  }

  private static byte[] problem(ProblemType type, String detail) {
    return Problems.document(type, detail, List.of());
  }
}
