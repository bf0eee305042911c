package dev.agentpay.simulator.calls;

import dev.agentpay.simulator.wire.SipUri;
import dev.agentpay.simulator.wire.Urls;
import dev.agentpay.simulator.world.Leg;
import dev.agentpay.simulator.world.Verb;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/// Parses a TwiML document into verbs. Attributes that the simulator does not use are ignored, as
/// Twilio ignores unknown ones. Verbs and nouns that it cannot execute are errors.
final class Twiml {
  /// Twilio's limit for parties in one `<Dial>`.
  private static final int MOST_PARTIES = 10;

  /// Thrown for a document that cannot be executed, with the code of Twilio's error log.
  static final class Unreadable extends Exception {
    private final int code;

    Unreadable(int code, String message) {
      super(message);
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  private Twiml() {}

  /// @param url of the document, the base of relative URLs in it
  static List<Verb> parse(String text, String url) throws Unreadable {
    if (text.isBlank()) {
      return List.of();
    }
    final Element root = root(text);
    if (!root.getTagName().equals("Response")) {
      throw new Unreadable(
          12200, "the root element is <" + root.getTagName() + ">; it must be <Response>");
    }
    final List<Verb> verbs = new ArrayList<>();
    for (Element element : children(root)) {
      verbs.add(verb(element, url));
    }
    return verbs;
  }

  private static Verb verb(Element element, String url) throws Unreadable {
    return switch (element.getTagName()) {
      case "Dial" -> dial(element, url);
      case "Say" -> new Verb.Say(spoken(element));
      case "Play" -> new Verb.Play(spoken(element));
      case "Pause" -> new Verb.Pause(number(element, "length", 1, 0, 3_600));
      case "Reject" -> new Verb.Reject(element.getAttribute("reason").equals("busy"));
      case "Hangup" -> new Verb.Hangup();
      case "Redirect" ->
          new Verb.Redirect(
              resolve(url, element.getTextContent().strip()), method(element, "method"));
      default -> throw notSimulated(element);
    };
  }

  /// The element's text with line breaks and repeated spaces replaced by single spaces.
  private static String spoken(Element element) {
    return element.getTextContent().strip().replaceAll("\\s+", " ");
  }

  private static Verb dial(Element element, String url) throws Unreadable {
    final List<Verb.Party> parties = new ArrayList<>();
    final List<Element> nouns = children(element);
    if (nouns.isEmpty()) {
      parties.add(party(Leg.Kind.PSTN, element.getTextContent().strip(), element, Map.of(), url));
    }
    for (Element noun : nouns) {
      parties.add(party(noun, url));
    }
    if (parties.size() > MOST_PARTIES) {
      throw new Unreadable(13214, "<Dial> has more than " + MOST_PARTIES + " parties");
    }
    return new Verb.Dial(
        address(element, "action", url),
        method(element, "method"),
        number(element, "timeout", 30, 1, 600),
        element.getAttribute("callerId"),
        element.getAttribute("answerOnBridge").equals("true"),
        address(element, "referUrl", url),
        method(element, "referMethod"),
        parties);
  }

  private static Verb.Party party(Element noun, String url) throws Unreadable {
    final String text = noun.getTextContent().strip();
    return switch (noun.getTagName()) {
      case "Number" -> party(Leg.Kind.PSTN, text, noun, Map.of(), url);
      case "Sip" ->
          party(
              Leg.Kind.SIP,
              SipUri.parse(text).isPresent() ? text : "sip:" + text,
              noun,
              Map.of(),
              url);
      case "Client" -> client(noun, url);
      default -> throw notSimulated(noun);
    };
  }

  private static Verb.Party client(Element noun, String url) throws Unreadable {
    String identity = noun.getTextContent().strip();
    final Map<String, String> parameters = new LinkedHashMap<>();
    for (Element child : children(noun)) {
      switch (child.getTagName()) {
        case "Identity" -> identity = child.getTextContent().strip();
        case "Parameter" -> parameters.put(child.getAttribute("name"), child.getAttribute("value"));
        default -> throw notSimulated(child);
      }
    }
    return party(Leg.Kind.CLIENT, "client:" + identity, noun, parameters, url);
  }

  private static Verb.Party party(
      Leg.Kind kind, String address, Element noun, Map<String, String> parameters, String url)
      throws Unreadable {
    if (address.isBlank() || address.equals("client:") || address.equals("sip:")) {
      throw new Unreadable(13223, "<" + noun.getTagName() + "> has no address to dial");
    }
    return new Verb.Party(
        kind,
        address,
        parameters,
        address(noun, "statusCallback", url),
        method(noun, "statusCallbackMethod"),
        noun.getAttribute("statusCallbackEvent").isBlank()
            ? Set.of("completed")
            : Set.of(noun.getAttribute("statusCallbackEvent").strip().split("\\s+", -1)));
  }

  private static String address(Element element, String attribute, String url) throws Unreadable {
    final String value = element.getAttribute(attribute).strip();
    return value.isEmpty() ? "" : resolve(url, value);
  }

  private static String resolve(String base, String reference) throws Unreadable {
    try {
      final String url = Urls.resolve(base, reference);
      final Optional<String> problem = Urls.problem("a URL in the TwiML", url);
      if (problem.isPresent()) {
        throw new Unreadable(11100, problem.get());
      }
      return url;
    } catch (IllegalArgumentException _) {
      throw new Unreadable(11100, "\"" + reference + "\" is not a URL");
    }
  }

  private static String method(Element element, String attribute) throws Unreadable {
    return switch (element.getAttribute(attribute)) {
      case "", "POST" -> "POST";
      case "GET" -> "GET";
      default ->
          throw new Unreadable(
              12200, attribute + " of <" + element.getTagName() + "> must be GET or POST");
    };
  }

  private static int number(Element element, String attribute, int otherwise, int least, int most)
      throws Unreadable {
    final String value = element.getAttribute(attribute).strip();
    try {
      return value.isEmpty() ? otherwise : Math.clamp(Long.parseLong(value), least, most);
    } catch (NumberFormatException _) {
      throw new Unreadable(
          12200,
          attribute + " of <" + element.getTagName() + "> must be a number; got \"" + value + "\"");
    }
  }

  private static Unreadable notSimulated(Element element) {
    return new Unreadable(
        12200, "<" + element.getTagName() + "> is not simulated; docs/simulator.md lists what is");
  }

  private static List<Element> children(Element parent) {
    final List<Element> elements = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }

  private static Element root(String text) throws Unreadable {
    try {
      final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      final DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler());
      return builder.parse(new InputSource(new StringReader(text))).getDocumentElement();
    } catch (SAXException e) {
      throw new Unreadable(12100, "the document is not XML: " + e.getMessage());
    } catch (IOException | ParserConfigurationException e) {
      throw new IllegalStateException("cannot parse XML from a string", e);
    }
  }
}
