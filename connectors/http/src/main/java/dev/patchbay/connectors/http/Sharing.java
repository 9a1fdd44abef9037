package dev.patchbay.connectors.http;

import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the parts of several deliveries become the body of one request. */
record Sharing(ConnectorEntry.Batch batch) {
  /** Which parts go out together: alike but for their bodies, and within the limits. */
  List<List<RequestPlan.Part>> groups(List<RequestPlan.Part> parts) {
    List<List<RequestPlan.Part>> groups = new ArrayList<>();
    for (RequestPlan.Part part : parts) {
      groups.stream()
          .filter(group -> takes(group, part))
          .findFirst()
          .orElseGet(
              () -> {
                List<RequestPlan.Part> group = new ArrayList<>();
                groups.add(group);
                return group;
              })
          .add(part);
    }
    return groups;
  }

  private boolean takes(List<RequestPlan.Part> group, RequestPlan.Part part) {
    if (group.size() >= batch.most() || !group.getFirst().request().goesWith(part.request())) {
      return false;
    }
    List<RequestPlan.Part> with = new ArrayList<>(group);
    with.add(part);
    return isWithin(with);
  }

  /** Whether the destination takes a body of these. */
  boolean isWithin(List<RequestPlan.Part> parts) {
    return batch.bytes() == 0
        || parts.stream().mapToLong(part -> part.request().body().length + 1L).sum() + overhead()
            <= batch.bytes();
  }

  private int overhead() {
    return batch.into() == null ? 2 : batch.into().length() + 8;
  }

  /** The body of the parts together. */
  byte[] body(List<RequestPlan.Part> parts) {
    List<Object> elements = new ArrayList<>();
    for (RequestPlan.Part part : parts) {
      switch (part.tree()) {
        case List<?> several -> elements.addAll(several);
        case null -> {}
        case Object one -> elements.add(one);
      }
    }
    return switch (batch.join()) {
      case LINES -> lines(elements);
      case ARRAY ->
          Json.writeBytes(batch.into() == null ? elements : Map.of(batch.into(), elements));
    };
  }

  private static byte[] lines(List<Object> elements) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Object element : elements) {
      body.writeBytes(
          element instanceof String text
              ? text.replaceAll("\\R", " ").getBytes(StandardCharsets.UTF_8)
              : Json.writeBytes(element));
      body.write('\n');
    }
    return body.toByteArray();
  }
}
