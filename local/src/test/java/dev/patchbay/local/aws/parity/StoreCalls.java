package dev.patchbay.local.aws.parity;

import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** Calls of S3 and of CloudWatch Logs, as far as Patchbay uses them. */
final class StoreCalls {
  static final List<Call> ALL =
      List.of(
          s3("put an object", it -> put(it, "a/one", "héllo")),
          s3("put an empty object", it -> put(it, "a/none", "")),
          s3("put an object of an odd key", it -> put(it, "b/x y+ü", "odd")),
          s3(
              "put into no bucket",
              it ->
                  it.s3()
                      .putObject(o -> o.bucket("none-such").key("k"), RequestBody.fromString("x"))),
          s3("get an object", it -> get(it, "a/one", null)),
          s3("get an object of an odd key", it -> get(it, "b/x y+ü", null)),
          s3("get a part", it -> get(it, "a/one", "bytes=0-0")),
          s3("get a part beyond the end", it -> get(it, "a/one", "bytes=100-200")),
          s3("get no object", it -> get(it, "none", null)),
          s3(
              "get from no bucket",
              it -> it.s3().getObjectAsBytes(o -> o.bucket("none-such").key("k")).asUtf8String()),
          s3(
              "head an object",
              it -> it.s3().headObject(o -> o.bucket("payloads").key("a/one")).contentLength()),
          s3("head no object", it -> it.s3().headObject(o -> o.bucket("payloads").key("none"))),
          s3(
              "list objects",
              it ->
                  it.s3().listObjectsV2(o -> o.bucket("payloads")).contents().stream()
                      .map(one -> one.key() + " " + one.size())
                      .toList()),
          s3(
              "list folders",
              it ->
                  it.s3().listObjectsV2(o -> o.bucket("payloads").delimiter("/")).commonPrefixes()),
          s3(
              "list a part",
              it -> it.s3().listObjectsV2(o -> o.bucket("payloads").maxKeys(1)).isTruncated()),
          s3(
              "delete an object",
              it -> it.s3().deleteObject(o -> o.bucket("payloads").key("a/one"))),
          s3("delete it again", it -> it.s3().deleteObject(o -> o.bucket("payloads").key("a/one"))),
          s3(
              "delete several",
              it ->
                  it.s3()
                      .deleteObjects(
                          o ->
                              o.bucket("payloads")
                                  .delete(
                                      d ->
                                          d.objects(
                                              ObjectIdentifier.builder().key("a/none").build(),
                                              ObjectIdentifier.builder().key("never").build())))),
          logs(
              "describe log groups",
              it ->
                  it
                      .logs()
                      .describeLogGroups(g -> g.logGroupNamePrefix("/aws"))
                      .logGroups()
                      .stream()
                      .map(one -> one.logGroupName())
                      .toList()),
          logs(
              "describe the streams of no group",
              it -> it.logs().describeLogStreams(s -> s.logGroupName("/none"))),
          logs(
              "get events of no stream",
              it ->
                  it.logs()
                      .getLogEvents(e -> e.logGroupName(Setting.LOG_GROUP).logStreamName("none"))),
          logs(
              "filter the events of no group",
              it -> it.logs().filterLogEvents(e -> e.logGroupName("/none"))));

  private StoreCalls() {}

  private static Call s3(String name, Call.Work work) {
    return new Call("s3: " + name, work);
  }

  private static Call logs(String name, Call.Work work) {
    return new Call("logs: " + name, work);
  }

  private static Object put(Clients it, String key, String text) {
    return it.s3()
        .putObject(o -> o.bucket("payloads").key(key), RequestBody.fromString(text))
        .eTag();
  }

  private static Object get(Clients it, String key, String range) {
    return it.s3().getObjectAsBytes(o -> o.bucket("payloads").key(key).range(range)).asUtf8String();
  }
}
