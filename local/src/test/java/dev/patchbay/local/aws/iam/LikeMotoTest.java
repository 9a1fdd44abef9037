package dev.patchbay.local.aws.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.moto.Moto;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;

/** The same policies of the same caller, decided here and by moto, which knows S3's resources. */
class LikeMotoTest {
  private static final String OBJECTS = "arn:aws:s3:::bucket/";
  private static final List<String> POLICIES =
      List.of(
          """
          {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/*"}\
          """,
          """
          {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::bucket/logs/*"}\
          """,
          """
          {"Effect": "Allow", "Action": ["s3:DeleteObject", "s3:GetObject"], "Resource": ["arn:aws:s3:::bucket/data/1", "arn:aws:s3:::bucket/logs/1"]}\
          """,
          """
          {"Effect": "Allow", "NotAction": "s3:DeleteObject", "Resource": "*"}\
          """,
          """
          {"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/data/*"}\
          """,
          """
          {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}, {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}\
          """,
          """
          {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}\
          """);
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final Pattern KEY =
      Pattern.compile(
          "<AccessKeyId>([^<]+)</AccessKeyId>.*<SecretAccessKey>([^<]+)</SecretAccessKey>",
          Pattern.DOTALL);

  @Test
  void decidesAsMotoDoes() throws Exception {
    try (Moto moto = Moto.start()) {
      try (S3Client s3 = moto.client(S3Client.builder().forcePathStyle(true))) {
        s3.createBucket(create -> create.bucket("bucket"));
      }
      Map<String, AwsBasicCredentials> users = new LinkedHashMap<>();
      for (String policy : POLICIES) {
        users.put(policy, user(moto, "user-" + users.size(), policy));
      }
      post(moto, "/moto-api/reset-auth", "0", "");
      for (Map.Entry<String, AwsBasicCredentials> user : users.entrySet()) {
        try (S3Client s3 =
            moto.client(
                S3Client.builder().forcePathStyle(true),
                StaticCredentialsProvider.create(user.getValue()))) {
          for (String key : List.of("data/1", "logs/1")) {
            assertThat(ours(user.getKey(), "s3:GetObject", key))
                .as("get %s by %s", key, user.getKey())
                .isEqualTo(isAllowed(() -> s3.getObject(get -> get.bucket("bucket").key(key))));
            assertThat(ours(user.getKey(), "s3:DeleteObject", key))
                .as("delete %s by %s", key, user.getKey())
                .isEqualTo(isAllowed(() -> s3.deleteObject(it -> it.bucket("bucket").key(key))));
          }
        }
      }
    }
  }

  private static AwsBasicCredentials user(Moto moto, String name, String statements)
      throws Exception {
    String document =
        URLEncoder.encode(
            "{\"Version\": \"2012-10-17\", \"Statement\": [" + statements + "]}",
            StandardCharsets.UTF_8);
    iam(moto, "CreateUser&UserName=" + name);
    iam(moto, "PutUserPolicy&UserName=" + name + "&PolicyName=test&PolicyDocument=" + document);
    Matcher key = KEY.matcher(iam(moto, "CreateAccessKey&UserName=" + name));
    assertThat(key.find()).isTrue();
    return AwsBasicCredentials.create(key.group(1), key.group(2));
  }

  private static String iam(Moto moto, String action) throws Exception {
    return post(moto, "/", "Version=2010-05-08&Action=" + action, "iam");
  }

  private static String post(Moto moto, String path, String body, String service) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(moto.uri() + path))
            .header("Content-Type", service.isEmpty() ? "text/plain" : FORM)
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=moto/20260101/us-east-1/"
                    + service
                    + "/aws4_request, SignedHeaders=host, Signature=0")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  /** Whether it is done, or at least not refused: there are no objects. */
  private static boolean isAllowed(Runnable call) {
    try {
      call.run();
      return true;
    } catch (AwsServiceException e) {
      assertThat(e.awsErrorDetails().errorCode()).isIn("NoSuchKey", "AccessDenied");
      return e.statusCode() != 403;
    }
  }

  private static boolean ours(String statements, String action, String key) {
    Policy policy =
        PolicyReader.read(
            "test",
            PolicyReader.Kind.IDENTITY,
            Json.parseObject("{\"Statement\": [" + statements + "]}"));
    Principal user = new Principal.Session("arn:aws:iam::000000000000:role/user", "user");
    return Policy.decide(Question.of(user, action, OBJECTS + key), List.of(policy), List.of())
        .allowed();
  }
}
