package dev.agentpay.server.http;

import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers what never gets as far as a route, such as a request line that cannot be read, in the
/// form that all our problems have, and without a word about what was in it.
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
      case 404 -> problem(ProblemType.NOT_FOUND, "there is nothing here");
      case 500, 503 -> problem(ProblemType.INTERNAL, "nothing is known to have changed");
      default -> problem(ProblemType.BAD_REQUEST, "this is no HTTP request that can be read");
    };
  }

  private static byte[] problem(ProblemType type, String detail) {
    return Problems.document(type, detail, List.of());
  }
}
