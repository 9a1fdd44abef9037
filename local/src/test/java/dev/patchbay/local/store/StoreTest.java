package dev.patchbay.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreTest {
  @TempDir Path folder;

  @Test
  void goesOnAfterTheDiskWasFull() {
    try (Store store = Store.open(folder.resolve("hub.db"))) {
      store.define("create table t (n integer primary key, text text)");
      most(store, 40);
      assertThatThrownBy(
              () -> {
                while (true) {
                  insert(store);
                }
              })
          .isInstanceOf(StoreException.class);
      long before = count(store);
      most(store, 1_000_000);
      insert(store);
      assertThat(count(store)).isEqualTo(before + 1);
    }
  }

  /** SQLite says of a file at its limit what it says of a full disk. */
  private static void most(Store store, int pages) {
    store.write(
        in -> {
          try (Statement statement = in.createStatement()) {
            return statement.execute("pragma max_page_count = " + pages);
          }
        });
  }

  private static void insert(Store store) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            store.write(
                in -> {
                  try (Statement statement = in.createStatement()) {
                    return statement.execute("insert into t (text) values (hex(zeroblob(4000)))");
                  }
                }));
  }

  private static long count(Store store) {
    return store.write(
        in -> {
          try (Statement statement = in.createStatement();
              var rows = statement.executeQuery("select count(*) from t")) {
            rows.next();
            return rows.getLong(1);
          }
        });
  }
}
