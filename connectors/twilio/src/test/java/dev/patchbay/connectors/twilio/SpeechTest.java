package dev.patchbay.connectors.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class SpeechTest {
  private static Element parsed(String twiml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(twiml.getBytes(StandardCharsets.UTF_8)))
        .getDocumentElement();
  }

  @Test
  void saysATextTwiceInTheVoiceAndLanguageOfTheRoute() throws Exception {
    Element say =
        (Element) parsed(Speech.of("Rack 7 is hot", "Polly.Amy", "en-GB")).getFirstChild();
    assertThat(say.getTagName()).isEqualTo("Say");
    assertThat(say.getTextContent()).isEqualTo("Rack 7 is hot");
    assertThat(say.getAttribute("loop")).isEqualTo("2");
    assertThat(say.getAttribute("voice")).isEqualTo("Polly.Amy");
    assertThat(say.getAttribute("language")).isEqualTo("en-GB");
  }

  @Test
  void leavesTheVoiceToTheAccountWhereNoneIsNamed() {
    assertThat(Speech.of("hi", "", "")).isEqualTo("<Response><Say loop=\"2\">hi</Say></Response>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</Say><Dial>+19005550000</Dial><Say>",
        "<![CDATA[</Say><Play>x</Play>]]>",
        "&lt;Dial&gt; \" ' & <",
        "<!ENTITY x SYSTEM \"file:///etc/passwd\">&x;"
      })
  void takesNoPayloadForTwiml(String hostile) throws Exception {
    Element response = parsed(Speech.of(hostile, hostile, hostile));
    assertThat(response.getChildNodes().getLength()).isEqualTo(1);
    Element say = (Element) response.getFirstChild();
    assertThat(say.getChildNodes().getLength()).isEqualTo(1);
    assertThat(say.getTextContent()).isEqualTo(hostile);
  }

  @Test
  void leavesOutWhatXmlCannotHold() throws Exception {
    assertThat(parsed(Speech.of("a\0b\u0007c\ud83dd\uffffe\n😀", "", "")).getTextContent())
        .isEqualTo("abcde 😀");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "&", "😀", "\""})
  void keepsWithinTwiliosLimitAndWellFormed(String part) throws Exception {
    String twiml = Speech.of(part.repeat(10_000), "Polly.Amy", "en-GB");
    assertThat(twiml.length()).isBetween(3990, 4000);
    assertThat(parsed(twiml).getTextContent()).startsWith(part).endsWith(part);
  }
}
