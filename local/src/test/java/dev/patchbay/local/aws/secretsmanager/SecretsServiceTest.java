package dev.patchbay.local.aws.secretsmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.local.aws.LocalAws;
import dev.patchbay.local.template.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.FilterNameStringType;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;

class SecretsServiceTest {
  private static final String SLACK = "patchbay/connectors/slack";

  @TempDir Path folder;
  private LocalAws aws;
  private SecretsManagerClient secrets;

  @BeforeEach
  void open() {
    aws = new LocalAws(folder);
    secrets = aws.client(SecretsManagerClient.builder());
    aws.create("AWS::SecretsManager::Secret", "Slack", Map.of("Name", SLACK));
  }

  @AfterEach
  void close() {
    secrets.close();
    aws.close();
  }

  private String current(String id) {
    return secrets.getSecretValue(get -> get.secretId(id)).secretString();
  }

  @Test
  void tellsADeclaredSecretWithoutAValueFromNone() {
    assertThatThrownBy(() -> current(SLACK))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining(
            "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT");
    assertThatThrownBy(() -> current("patchbay/none"))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Secrets Manager can't find the specified secret.");
  }

  @Test
  void keepsTheFormerValueAsPrevious() {
    secrets.putSecretValue(put -> put.secretId(SLACK).secretString("{\"token\":\"one\"}"));
    String first = secrets.getSecretValue(get -> get.secretId(SLACK)).versionId();
    secrets.putSecretValue(put -> put.secretId(SLACK).secretString("{\"token\":\"two\"}"));

    assertThat(current(SLACK)).isEqualTo("{\"token\":\"two\"}");
    GetSecretValueResponse previous =
        secrets.getSecretValue(get -> get.secretId(SLACK).versionStage("AWSPREVIOUS"));
    assertThat(previous.secretString()).isEqualTo("{\"token\":\"one\"}");
    assertThat(previous.versionId()).isEqualTo(first);
    assertThat(previous.versionStages()).containsExactly("AWSPREVIOUS");
    assertThat(secrets.getSecretValue(get -> get.secretId(SLACK).versionId(first)).secretString())
        .isEqualTo("{\"token\":\"one\"}");
    assertThat(secrets.listSecretVersionIds(list -> list.secretId(SLACK)).versions()).hasSize(2);
  }

  @Test
  void findsASecretByItsArnWithAndWithoutSuffix() {
    secrets.putSecretValue(put -> put.secretId(SLACK).secretString("{\"token\":\"one\"}"));
    String arn = secrets.describeSecret(describe -> describe.secretId(SLACK)).arn();

    assertThat(current(arn)).isEqualTo("{\"token\":\"one\"}");
    assertThat(current(arn.substring(0, arn.length() - 7))).isEqualTo("{\"token\":\"one\"}");
  }

  @Test
  void writesIntoTheFile() throws IOException {
    secrets.createSecret(create -> create.name("new").secretString("{\"token\":\"one\"}"));

    assertThat(Files.readString(LocalAws.secretsJson(folder))).contains("\"new\"", "\"one\"");
    assertThatThrownBy(() -> secrets.createSecret(create -> create.name("new").secretString("{}")))
        .isInstanceOf(ResourceExistsException.class);
  }

  @Test
  void answersFromAStandInWhatTheFileLacks() {
    assertThat(current("sandbox/slack")).isEqualTo("{\"token\":\"sandbox\"}");

    secrets.putSecretValue(
        put -> put.secretId("sandbox/slack").secretString("{\"token\":\"real\"}"));

    assertThat(current("sandbox/slack")).isEqualTo("{\"token\":\"real\"}");
  }

  @Test
  void listsByTheBeginningOfTheName() {
    secrets.createSecret(create -> create.name("patchbay/sources/github").secretString("{}"));

    Filter sources =
        Filter.builder().key(FilterNameStringType.NAME).values("patchbay/sources/").build();
    assertThat(secrets.listSecrets().secretList()).hasSize(2);
    assertThat(secrets.listSecrets(list -> list.filters(sources)).secretList())
        .extracting(SecretListEntry::name)
        .containsExactly("patchbay/sources/github");
  }

  @Test
  void saysWhichSecretsOfABatchItLacks() {
    secrets.putSecretValue(put -> put.secretId(SLACK).secretString("{}"));

    var batch = secrets.batchGetSecretValue(get -> get.secretIdList(SLACK, "none"));

    assertThat(batch.secretValues()).hasSize(1);
    assertThat(batch.errors().getFirst().errorCode()).isEqualTo("ResourceNotFoundException");
  }

  @Test
  void refusesWhatAFileCannotHold() {
    assertThatThrownBy(
            () -> secrets.putSecretValue(put -> put.secretId(SLACK).secretString("hunter2")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> secrets.deleteSecret(delete -> delete.secretId(SLACK)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("secrets.json");
    assertThatThrownBy(
            () ->
                aws.create(
                    "AWS::SecretsManager::Secret", "Box", Map.of("GenerateSecretString", Map.of())))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("Box");
  }
}
