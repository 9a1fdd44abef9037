package dev.patchbay.webhooks.sample;

import dev.patchbay.webhooks.reading.Bytes;
import dev.patchbay.webhooks.request.RawRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Ways to break a request. */
enum Mutation {
  FLIPPED_BYTES {
    @Override
    RawRequest apply(RawRequest request, Random random) {
      byte[] body = request.body().clone();
      for (int i = 0; i < 1 + random.nextInt(8) && body.length > 0; i++) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      return with(request, body);
    }
  },
  CUT_BODY {
    @Override
    RawRequest apply(RawRequest request, Random random) {
      int length = random.nextInt(request.body().length + 1);
      return with(request, java.util.Arrays.copyOf(request.body(), length));
    }
  },
  DOUBLED_BODY {
    @Override
    RawRequest apply(RawRequest request, Random random) {
      String body = Bytes.text(request.body());
      return with(request, Bytes.utf8(body + body));
    }
  },
  DEEP_NESTING {
    @Override
    RawRequest apply(RawRequest request, Random random) {
      String[] open = {"[", "{\"a\":", "<a>", "a[0]="};
      return with(request, Bytes.utf8(open[random.nextInt(open.length)].repeat(100_000)));
    }
  },
  HUGE_NUMBERS {
    @Override
    RawRequest apply(RawRequest request, Random random) {
      String number = random.nextBoolean() ? "9".repeat(50_000) : "1e999999999";
      String body = Bytes.text(request.body()).replaceFirst("\\d+", number);
      return with(request, Bytes.utf8(body.replaceAll("(?<=[:=])\\d{1,12}(?=\\D)", "-1e99999")));
    }
  },
  BROKEN_UTF8 {
    @Override
    RawRequest apply(RawRequest request, Random random) {
      byte[] body = request.body().clone();
      if (body.length > 4) {
        int at = random.nextInt(body.length - 3);
        body[at] = (byte) 0xf8;
        body[at + 1] = (byte) 0xc0;
        body[at + 2] = (byte) 0x80;
      }
      return with(request, body);
    }
  },
  HEADER_FLOOD {
    @Override
    RawRequest apply(RawRequest request, Random random) {
      Map<String, String> headers = new HashMap<>(request.headers());
      for (int i = 0; i < 5_000; i++) {
        headers.put("x-flood-" + i, "v".repeat(random.nextInt(64)));
      }
      return with(request, headers);
    }
  },
  LONG_HEADERS {
    @Override
    RawRequest apply(RawRequest request, Random random) {
      Map<String, String> headers = new HashMap<>(request.headers());
      String[] parts = {",", "=", "t=1,v1=aa,", "Basic ", "a.b.c", "%00", "\uD800"};
      String part = parts[random.nextInt(parts.length)];
      headers.replaceAll(
          (name, value) ->
              name.equalsIgnoreCase("content-type") ? value : part.repeat(2_000) + value);
      return with(request, headers);
    }
  },
  OTHER_CONTENT_TYPE {
    @Override
    RawRequest apply(RawRequest request, Random random) {
      String[] types = {
        "application/json; charset=utf-16",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "text/xml",
        "text/plain",
        ";;;",
        "application/cloudevents-batch+json"
      };
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      headers.putAll(request.headers());
      headers.put("content-type", types[random.nextInt(types.length)]);
      return with(request, headers);
    }
  },
  ZIP_BOMB {
    @Override
    RawRequest apply(RawRequest request, Random random) {
      Map<String, String> headers = new HashMap<>(request.headers());
      headers.put("content-encoding", "gzip");
      return with(with(request, headers), BOMB);
    }
  },
  ENTITIES {
    @Override
    RawRequest apply(RawRequest request, Random random) {
      String bomb =
          "<!DOCTYPE a [<!ENTITY b 'bbbbbbbbbb'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;'>]><a>&c;&c;</a>";
      return with(request, Bytes.utf8(bomb));
    }
  },
  OTHER_METHOD {
    @Override
    RawRequest apply(RawRequest request, Random random) {
      String[] methods = {"GET", "HEAD", "PUT", "OPTIONS", "DELETE", "TRACE", ""};
      return new RawRequest(
          methods[random.nextInt(methods.length)],
          request.url(),
          request.headers(),
          request.query(),
          request.body());
    }
  },
  ODD_QUERY {
    @Override
    RawRequest apply(RawRequest request, Random random) {
      Map<String, String> query = new HashMap<>(request.query());
      String[] names = {
        "hub.challenge", "validationToken", "challenge", "crc_token", "bt_challenge", "token"
      };
      query.put(names[random.nextInt(names.length)], "<script>\u0000\r\nx: y".repeat(50));
      return new RawRequest(
          random.nextBoolean() ? "GET" : "POST",
          request.url() + "?odd=%zz%",
          request.headers(),
          query,
          request.body());
    }
  };

  abstract RawRequest apply(RawRequest request, Random random);

  /** Twenty megabytes of nothing. */
  private static final byte[] BOMB = bomb();

  private static byte[] bomb() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(new byte[20_000_000]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static RawRequest with(RawRequest request, byte[] body) {
    return new RawRequest(
        request.method(), request.url(), request.headers(), request.query(), body);
  }

  private static RawRequest with(RawRequest request, Map<String, String> headers) {
    return new RawRequest(
        request.method(), request.url(), headers, request.query(), request.body());
  }
}
