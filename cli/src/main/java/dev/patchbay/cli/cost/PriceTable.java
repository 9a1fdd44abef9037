package dev.patchbay.cli.cost;

import dev.patchbay.core.json.BindingException;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Records;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The prices of one region of AWS, and of hosted services, as they were on a day.
 *
 * @param prices by the key of their meter; every meter has one
 */
public record PriceTable(
    String region, String date, Map<String, Price> prices, List<HostedService> hosted) {
  private static final String OWN = "prices.json";

  public PriceTable {
    if (region == null || date == null) {
      throw new BindingException("$", "needs region and date");
    }
    List<String> wanted = Arrays.stream(Meter.values()).map(Meter::key).toList();
    for (String key : wanted) {
      if (!prices.containsKey(key)) {
        throw new BindingException("$.prices." + key, "is missing");
      }
    }
    for (String key : prices.keySet()) {
      if (!wanted.contains(key)) {
        throw new BindingException("$.prices." + key, "is the price of nothing that is counted");
      }
    }
  }

  /** The table that comes with Patchbay. */
  public static PriceTable own() {
    try (InputStream in = PriceTable.class.getResourceAsStream(OWN)) {
      return read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A table of the user's, of the same form.
   *
   * @throws BindingException with the JSON path of what is wrong
   */
  public static PriceTable read(Path file) throws IOException {
    return read(Files.readAllBytes(file));
  }

  private static PriceTable read(byte[] json) {
    return Records.bind(Json.parseObject(json), PriceTable.class);
  }

  Price of(Meter meter) {
    return prices.get(meter.key());
  }
}
