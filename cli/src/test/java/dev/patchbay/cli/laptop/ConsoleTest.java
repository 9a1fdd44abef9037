package dev.patchbay.cli.laptop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchbay.cli.HubProcess;
import dev.patchbay.cli.TestHub;
import dev.patchbay.core.json.Json;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The console as a person uses it, in a real Chromium, and as a page of the web would abuse it. */
final class ConsoleTest {
  /** The sandbox's Twilio refuses this number. */
  private static final String ROUTES =
      """
      routes:
        - name: talk
          when: {source: [github]}
          deliver:
            - slack: {channel: "#dev"}
        - name: page
          when: {source: [github]}
          deliver:
            - twilio: {to: "+15005550009", text: "{{ title }}"}
      """;

  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static HubProcess hub;

  @BeforeAll
  static void start() throws Exception {
    hub = new HubProcess(folder, ROUTES, TestHub.githubSecret());
    hub.start();
  }

  @AfterAll
  static void stop() throws Exception {
    hub.kill();
  }

  @Test
  void aSampleIsSentItsDeadLetterRedrivenAndItsEventReplayed() throws Exception {
    WebDriver browser = browser();
    try {
      browser.get(hub.console());
      await(browser, "#sample option");
      new Select(browser.findElement(By.id("source"))).selectByVisibleText("github");
      new Select(browser.findElement(By.id("sample"))).selectByVisibleText("push");
      press(browser, "Send a sample");
      awaitText(browser, "#done", "202");
      awaitText(browser, "#inbox", "in #dev");
      awaitText(browser, "#letters", "21614");
      press(browser, "Redrive");
      awaitText(browser, "#done", "1 put back");
      awaitText(browser, "#letters", "21614");
      press(browser, "Rehearse a replay");
      awaitText(browser, "#done", "1 deliveries would be made, and 1 not");
      press(browser, "Discard");
      browser.switchTo().alert().accept();
      awaitText(browser, "#done", "1 discarded");
    } finally {
      browser.quit();
    }
  }

  @Test
  void whatAPayloadHoldsIsShownAndNeverRun() throws Exception {
    String mark = UUID.randomUUID().toString();
    String evil = "<img src=x onerror=\"document.title='" + mark + "'\">";
    byte[] body =
        Json.writeBytes(
            Map.of(
                "ref", "refs/heads/" + evil,
                "commits", java.util.List.of(Map.of("message", evil)),
                "head_commit", Map.of("message", evil),
                "repository", Map.of("full_name", "acme/" + evil)));
    assertThat(TestHub.post(hub.url(), "push", mark, body, TestHub.sign(body)).statusCode())
        .isEqualTo(202);
    WebDriver browser = browser();
    try {
      browser.get(hub.console());
      awaitText(browser, "#events", "<img");
      awaitText(browser, "#inbox", "<img");
      assertThat(browser.findElements(By.cssSelector("main img"))).isEmpty();
      assertThat(browser.getTitle()).isEqualTo("Patchbay");
    } finally {
      browser.quit();
    }
  }

  @Test
  void aRefusedWebhookIsShownWithItsCauseAndNoSecret() throws Exception {
    byte[] body = "{\"zen\": \"Keep it small.\"}".getBytes(StandardCharsets.UTF_8);
    String forged = TestHub.sign("another body".getBytes(StandardCharsets.UTF_8));
    assertThat(TestHub.post(hub.url(), "ping", "forged-1", body, forged).statusCode())
        .isEqualTo(401);
    WebDriver browser = browser();
    try {
      browser.get(hub.console());
      awaitText(browser, "#refusals", "bad-signature");
      awaitText(browser, "#refusals", "x-github-delivery: forged-1");
      awaitText(browser, "#refusals", "x-hub-signature-256: ***");
      assertThat(browser.getPageSource()).doesNotContain(forged);
    } finally {
      browser.quit();
    }
  }

  @Test
  void aPageOfTheWebCannotAct() throws Exception {
    assertThat(ask("/do/send", "{}", "Content-Type", "application/json").statusCode())
        .isEqualTo(403);
    HttpResponse<String> own = ask("/do/send", "{}", "X-Patchbay-Console", "1");
    assertThat(own.statusCode()).isEqualTo(400);
    assertThat(own.body()).contains("source is missing");
  }

  @Test
  void noWishBecomesAnOption() throws Exception {
    String wish = Json.write(Map.of("source", "github", "sample", "--url=http://127.0.0.1:1/"));
    assertThat(ask("/do/send", wish, "X-Patchbay-Console", "1").statusCode()).isEqualTo(400);
    assertThat(ask("/do/up", "{}", "X-Patchbay-Console", "1").body()).contains("no action up");
  }

  private static HttpResponse<String> ask(String path, String body, String... headers)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(hub.console() + path))
              .headers(headers)
              .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static WebDriver browser() throws IOException {
    assumeTrue(Files.exists(DRIVER) && Files.exists(BROWSER), "there is no Chromium here");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(BROWSER.toString());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1400,1200",
        "--user-data-dir=" + Files.createTempDirectory(folder, "browser"));
    return new ChromeDriver(
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File(DRIVER.toString()))
            .usingAnyFreePort()
            .build(),
        options);
  }

  private static void press(WebDriver browser, String label) {
    By button = By.xpath("//button[not(@disabled) and normalize-space()='" + label + "']");
    // The page draws its lists anew when they change, so a button may be gone the moment after.
    new WebDriverWait(browser, PATIENCE)
        .ignoring(org.openqa.selenium.StaleElementReferenceException.class)
        .until(
            page -> {
              page.findElement(button).click();
              return true;
            });
  }

  private static void await(WebDriver browser, String selector) {
    new WebDriverWait(browser, PATIENCE)
        .until(page -> !page.findElements(By.cssSelector(selector)).isEmpty());
  }

  private static void awaitText(WebDriver browser, String selector, String text) {
    new WebDriverWait(browser, PATIENCE)
        .withMessage("no '" + text + "' in " + selector)
        .ignoring(org.openqa.selenium.StaleElementReferenceException.class)
        .until(page -> page.findElement(By.cssSelector(selector)).getText().contains(text));
  }
}
