package dev.patchbay.webhooks.body;

import dev.patchbay.core.json.Json;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML as JSON: {@code {root: {child: "text", "@attribute": "…", "#text": "…"}}}, names without
 * their namespace, a list where an element comes again. Document types are refused, so that no
 * entity can expand.
 */
final class XmlBody {
  private XmlBody() {}

  static Map<String, Object> parse(byte[] body) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(body));
      Map<String, Object> root = new LinkedHashMap<>();
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.DTD) {
          throw new IllegalArgumentException("a document type");
        }
        if (event == XMLStreamConstants.START_ELEMENT) {
          root.put(reader.getLocalName(), element(reader, 1));
        }
      }
      return root;
    } catch (XMLStreamException e) {
      throw new IllegalArgumentException("no well-formed XML", e);
    }
  }

  private static Object element(XMLStreamReader reader, int depth) throws XMLStreamException {
    if (depth > Json.MAX_PAYLOAD_DEPTH) {
      throw new IllegalArgumentException("nested too deep");
    }
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      object.put("@" + reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    StringBuilder text = new StringBuilder();
    for (int event = reader.next();
        event != XMLStreamConstants.END_ELEMENT;
        event = reader.next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        object.merge(reader.getLocalName(), element(reader, depth + 1), XmlBody::both);
      } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
        text.append(reader.getText());
      }
    }
    if (object.isEmpty()) {
      return text.toString();
    }
    if (!text.toString().isBlank()) {
      object.put("#text", text.toString().strip());
    }
    return object;
  }

  private static Object both(Object before, Object value) {
    List<Object> values =
        before instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>(List.of(before));
    values.add(value);
    return values;
  }
}
