package dev.patchbay.router.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.router.TestCatalog;
import dev.patchbay.router.reading.Routes;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a destination would refuse is found before anything runs, where it is written out. */
class ParametersOfConnectorsTest {
  private static final CatalogFile CATALOG =
      CatalogFile.read(TestCatalog.root().resolve("connector-catalog.json"));

  private static List<String> problems(String delivery) {
    String text =
        """
        routes:
          - name: one
            when: {source: [github]}
            deliver:
              - %s
        """
            .formatted(delivery);
    return Routes.parse("routes.yaml", text, CATALOG).problems().stream()
        .map(Object::toString)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "intercom: {}                                           | needs at least one of [user,"
            + " email]",
        "'intercom: {email: nobody}'                            | email",
        "'opsgenie: {priority: P9}'                             | P9",
        "'pushover: {priority: 3}'                              | 3",
        "'pushover: {priority: 2, retry: 5}'                    | 30",
        "'pushover: {user: me}'                                 | such as",
        "'asana: {project: \"1\", due: tomorrow}'             | such as \"2026-12-31\"",
        "'asana: {project: web}'                                | such as",
        "'jira: {project: OPS, labels: [\"two words\"]}'      | labels[0]",
        "'jira: {project: ops team}'                            | such as \"OPS\"",
        "'github-issue: {repository: nolash}'                   | such as \"acme/app\"",
        "'github-dispatch: {repository: a/b/c}'                 | such as \"acme/app\"",
        "'gitlab: {project: app}'                               | such as \"acme/app\"",
        "'linear: {team: x, priority: 9}'                       | 4",
        "'ntfy: {topic: \"a b\"}'                             | such as",
        "'ntfy: {topic: ab, priority: 6}'                       | 5",
        "'zendesk: {priority: P1}'                              | urgent",
        "'zendesk: {tags: [\"two words\"]}'                   | tags[0]",
        "'pagerduty: {severity: high}'                          | critical",
        "'telegram: {chat: my chat}'                            | such as",
        "'trello: {list: To do}'                                | such as",
        "'notion: {database: Tasks}'                            | such as",
        "'airtable: {base: Base, table: t}'                     | such as",
        "'sendgrid: {to: ops}'                                  | such as \"ops@example.com\"",
        "'mailgun: {to: ops}'                                   | such as \"ops@example.com\"",
        "'postmark: {to: a@example.com, from: Ops}'             | such as",
        "'mattermost: {channel: Town Square}'                   | such as \"town-square\"",
        "'hubspot: {contact: Ann}'                              | such as \"101\"",
        "'discord: {username: Discord bot}'                     | such as \"Patchbay\"",
        "'elasticsearch: {index: Deploys}'                      | such as \"patchbay-deploys\"",
        "'new-relic: {attributes: a text}'                      | object",
      })
  void saysWhatADestinationWouldRefuse(String delivery, String said) {
    assertThat(problems(delivery))
        .singleElement()
        .asString()
        .startsWith("routes.yaml:5:")
        .contains(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'intercom: {email: \"{{ data.email }}\"}'",
        "'opsgenie: {priority: \"{{ data.priority }}\"}'",
        "'pushover: {priority: 2}'",
        "'pushover: {priority: \"2\", retry: 30, expire: 600}'",
        "'asana: {project: \"1\", assignee: me, due: \"2026-12-31\"}'",
        "'jira: {project: OPS_2, labels: [\"{{ source }}\", deploy]}'",
        "'gitlab: {project: \"42\"}'",
        "'gitlab: {project: acme/web/app}'",
        "'telegram: {chat: -1001234567890}'",
        "'mailgun: {to: \"A <a@example.com>, b@example.com\"}'",
        "'notion: {database: d9824bdc-8445-4327-be8b-5b47500af6ce}'",
      })
  void takesWhatADestinationTakes(String delivery) {
    assertThat(problems(delivery)).isEmpty();
  }
}
