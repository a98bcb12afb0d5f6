package dev.metier.grade.code;

import static dev.metier.core.text.Quotation.quote;

import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/// XML that is well-formed by itself, with nothing read from outside.
final class XmlSyntax {
  private XmlSyntax() {}

  /// Why the text is not well-formed; empty when it is.
  static Optional<String> wrong(String text) {
    try {
      parser().parse(new InputSource(new StringReader(text)), new Sealed());
      return Optional.empty();
    } catch (SAXParseException e) {
      return Optional.of(
          "Not XML at line "
              + e.getLineNumber()
              + ", column "
              + e.getColumnNumber()
              + ": "
              + quote(sentence(e))
              + ".");
    } catch (SAXException e) {
      return Optional.of("Not XML: " + quote(sentence(e)) + ".");
    } catch (IOException | ParserConfigurationException e) {
      throw new IllegalStateException("no XML parser", e);
    }
  }

  /// A parser that reaches nothing outside the text.
  private static SAXParser parser() throws ParserConfigurationException, SAXException {
    var factory = SAXParserFactory.newDefaultNSInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
    factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    SAXParser parser = factory.newSAXParser();
    parser.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    parser.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
    return parser;
  }

  /// Answers every reference to something outside with nothing.
  private static final class Sealed extends DefaultHandler {
    @Override
    public InputSource resolveEntity(String publicId, String systemId) {
      return new InputSource(new StringReader(""));
    }
  }

  /// The parser's own words, without its report about limits.
  private static String sentence(Exception e) {
    String message = e.getMessage();
    return message == null ? "it cannot be read" : message.lines().findFirst().orElse("").strip();
  }
}
