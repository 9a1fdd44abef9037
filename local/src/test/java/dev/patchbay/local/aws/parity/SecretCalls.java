package dev.patchbay.local.aws.parity;

import static dev.patchbay.local.aws.parity.Setting.letters;

import java.util.List;

/** Calls of Secrets Manager, in order. */
final class SecretCalls {
  private static final String NAME = "patchbay/sources/shop";

  static final List<Call> ALL =
      List.of(
          call(
              "get a secret that is not", it -> it.secrets().getSecretValue(s -> s.secretId(NAME))),
          call("put a secret that is not", it -> put(it, "{\"secret\":\"one\"}")),
          call(
              "create a secret",
              it ->
                  it.secrets()
                      .createSecret(s -> s.name(NAME).secretString("{\"secret\":\"one\"}"))),
          call(
              "create it again",
              it ->
                  it.secrets()
                      .createSecret(s -> s.name(NAME).secretString("{\"secret\":\"two\"}"))),
          call("get a secret", it -> it.secrets().getSecretValue(s -> s.secretId(NAME))),
          call(
              "get its previous value before there is one",
              it -> it.secrets().getSecretValue(s -> s.secretId(NAME).versionStage("AWSPREVIOUS"))),
          call("put a value", it -> put(it, "{\"secret\":\"two\"}")),
          call("get the new value", it -> it.secrets().getSecretValue(s -> s.secretId(NAME))),
          call(
              "get the previous value",
              it -> it.secrets().getSecretValue(s -> s.secretId(NAME).versionStage("AWSPREVIOUS"))),
          call(
              "get a stage that is not",
              it -> it.secrets().getSecretValue(s -> s.secretId(NAME).versionStage("ELSE"))),
          call(
              "get a version that is not",
              it ->
                  it.secrets()
                      .getSecretValue(
                          s -> s.secretId(NAME).versionId("00000000-0000-4000-8000-000000000000"))),
          call(
              "update a secret",
              it ->
                  it.secrets()
                      .updateSecret(s -> s.secretId(NAME).secretString("{\"secret\":\"three\"}"))),
          call("get the updated value", it -> it.secrets().getSecretValue(s -> s.secretId(NAME))),
          call(
              "get several",
              it -> it.secrets().batchGetSecretValue(s -> s.secretIdList(NAME, "patchbay/none"))),
          call(
              "list secrets",
              it ->
                  it.secrets().listSecrets(_ -> {}).secretList().stream()
                      .map(one -> one.name())
                      .toList()),
          call("put 64 KiB", it -> put(it, "{\"secret\":\"" + letters(65_536 - 13) + "\"}")),
          call("put more", it -> put(it, "{\"secret\":\"" + letters(65_536 - 12) + "\"}")),
          call(
              "create a secret of 513 letters",
              it -> it.secrets().createSecret(s -> s.name(letters(513)).secretString("{}"))));

  private SecretCalls() {}

  private static Call call(String name, Call.Work work) {
    return new Call("secrets: " + name, work);
  }

  private static Object put(Clients it, String value) {
    return it.secrets().putSecretValue(s -> s.secretId(NAME).secretString(value));
  }
}
