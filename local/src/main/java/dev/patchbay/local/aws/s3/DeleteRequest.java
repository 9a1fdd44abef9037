package dev.patchbay.local.aws.s3;

import dev.patchbay.local.aws.AwsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The keys that DeleteObjects names. */
record DeleteRequest(List<String> keys, boolean quiet) {
  private static final int MOST = 1000;

  static DeleteRequest of(byte[] xml) {
    Document document = parse(xml);
    NodeList names = document.getElementsByTagNameNS("*", "Key");
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < names.getLength(); i++) {
      keys.add(names.item(i).getTextContent());
    }
    if (keys.isEmpty() || keys.size() > MOST) {
      throw malformed();
    }
    NodeList quiet = document.getElementsByTagNameNS("*", "Quiet");
    boolean isQuiet = quiet.getLength() > 0 && "true".equals(quiet.item(0).getTextContent());
    return new DeleteRequest(keys, isQuiet);
  }

  private static Document parse(byte[] xml) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new ByteArrayInputStream(xml));
    } catch (SAXException | IOException e) {
      throw malformed();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("every JDK's parser can do without DOCTYPE", e);
    }
  }

  private static AwsException malformed() {
    return new AwsException(
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published"
            + " schema");
  }
}
