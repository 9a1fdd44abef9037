package dev.patchbay.cli.torture;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.store.Store;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ledger as a kill left it, read from the disk while no hub runs.
 *
 * @param states of the deliveries, by their events' ids
 */
record KeptLedger(Map<String, String> states) {
  private static final String PREFIX = "github/default/";

  /**
   * Reads it.
   *
   * @param data the hub's folder
   */
  static KeptLedger of(Path data) {
    try (Store store = Store.open(data.resolve("hub.db"))) {
      return new KeptLedger(
          store.write(
              in -> {
                String sql = "select hash, item from items where tbl = 'patchbay-ledger'";
                try (PreparedStatement select = in.prepareStatement(sql);
                    ResultSet row = select.executeQuery()) {
                  Map<String, String> states = new HashMap<>();
                  while (row.next()) {
                    put(states, row.getString(1), Json.parseObject(row.getString(2)));
                  }
                  return states;
                }
              }));
    }
  }

  private static void put(Map<String, String> states, String key, Map<String, Object> item) {
    if (key.contains(PREFIX)) {
      String id = key.substring(key.indexOf(PREFIX) + PREFIX.length());
      states.put(id, Json.object(item.get("state")).get("S").toString());
    }
  }

  /** The events whose delivery is in such a state. */
  Set<String> in(String state) {
    return states.entrySet().stream()
        .filter(one -> one.getValue().equals(state))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
