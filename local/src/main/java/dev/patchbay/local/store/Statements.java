package dev.patchbay.local.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Statements prepared once for the store's one connection. Used inside of the store's transactions,
 * hence by one thread.
 */
public final class Statements {
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  /** The statement with its arguments. */
  public PreparedStatement of(Connection in, String sql, Object... arguments) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = in.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
    return statement;
  }
}
