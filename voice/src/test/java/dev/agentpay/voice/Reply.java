package dev.agentpay.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpay.twilio.twiml.Twiml;
import dev.agentpay.twilio.webhook.Form;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/// TwiML as Twilio reads it: parsed as XML and checked against Twilio's limits.
final class Reply {
  private static final int MAX_URI = 254;
  private static final int MAX_HEADERS = 1023;

  private final String xml;
  private final Element response;

  Reply(String xml) {
    this.xml = xml;
    final byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    assertThat(bytes.length).isLessThanOrEqualTo(Twiml.MAX_BYTES);
    try {
      response =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(bytes))
              .getDocumentElement();
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError("not valid XML: " + xml, e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Reply reply && xml.equals(reply.xml);
  }

  @Override
  public int hashCode() {
    return xml.hashCode();
  }

  @Override
  public String toString() {
    return xml;
  }

  /// The verbs, in order.
  List<String> verbs() {
    return children(response).stream().map(Element::getNodeName).toList();
  }

  /// The only verb.
  Element verb() {
    assertThat(verbs()).hasSize(1);
    return children(response).getFirst();
  }

  Element verb(String name) {
    return children(response).stream()
        .filter(e -> e.getNodeName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + xml));
  }

  /// The noun of the only verb, a Dial.
  Element noun() {
    assertThat(verb().getNodeName()).isEqualTo("Dial");
    final List<Element> nouns = children(verb());
    assertThat(nouns).hasSize(1);
    return nouns.getFirst();
  }

  /// The dialled party: a number, a SIP URI without its headers, or `client:` and an identity.
  String target() {
    final Element noun = noun();
    return switch (noun.getNodeName()) {
      case "Client" -> "client:" + children(noun).getFirst().getTextContent();
      case "Sip" -> sipUri(noun).split("\\?", 2)[0];
      default -> noun.getTextContent();
    };
  }

  /// The decoded SIP headers for a PBX.
  Map<String, String> sipHeaders() {
    final String[] parts = sipUri(noun()).split("\\?", 2);
    final Map<String, String> headers = new LinkedHashMap<>();
    if (parts.length == 2) {
      Form.parseQuery(parts[1]).parameters().forEach(p -> headers.put(p.name(), p.value()));
    }
    return headers;
  }

  /// The custom parameters for a softphone.
  Map<String, String> parameters() {
    final Map<String, String> parameters = new LinkedHashMap<>();
    children(noun()).stream()
        .filter(e -> e.getNodeName().equals("Parameter"))
        .forEach(e -> parameters.put(e.getAttribute("name"), e.getAttribute("value")));
    return parameters;
  }

  /// The query of the dialled leg's status callback URL.
  Form legStatus() {
    final URI callback = URI.create(noun().getAttribute("statusCallback"));
    assertThat(callback.getPath()).isEqualTo(Voice.CALL_STATUS);
    return query(callback);
  }

  /// The query of the URL that is requested when the dial has ended.
  Form action() {
    final URI action = URI.create(verb().getAttribute("action"));
    assertThat(action.getPath()).isEqualTo(Voice.DIAL_ENDED);
    return query(action);
  }

  /// The query of the URL that is requested when a PBX transfers the call.
  Form referUrl() {
    final URI refer = URI.create(verb().getAttribute("referUrl"));
    assertThat(refer.getPath()).isEqualTo(Voice.REFER);
    return query(refer);
  }

  boolean allowsRefer() {
    return verb().hasAttribute("referUrl");
  }

  boolean isBusy() {
    return verbs().equals(List.of("Reject")) && verb().getAttribute("reason").equals("busy");
  }

  boolean isHangup() {
    return verbs().equals(List.of("Hangup"));
  }

  private static Form query(URI address) {
    final String query = address.getRawQuery();
    return Form.parseQuery(query == null ? "" : query);
  }

  private static String sipUri(Element noun) {
    assertThat(noun.getNodeName()).isEqualTo("Sip");
    final String uri = noun.getTextContent();
    final int question = uri.indexOf('?');
    assertThat(question < 0 ? uri.length() : question).isLessThanOrEqualTo(MAX_URI);
    assertThat(question < 0 ? 0 : uri.length() - question - 1).isLessThanOrEqualTo(MAX_HEADERS);
    return uri;
  }

  private static List<Element> children(Element parent) {
    return IntStream.range(0, parent.getChildNodes().getLength())
        .mapToObj(i -> parent.getChildNodes().item(i))
        .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
        .map(Element.class::cast)
        .toList();
  }
}
