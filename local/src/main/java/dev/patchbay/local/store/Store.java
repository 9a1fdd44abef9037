package dev.patchbay.local.store;

import dev.patchbay.core.log.Log;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * The laptop's durable store: SQLite with one writer thread and group commit. Thread-safe.
 *
 * <p>What {@link #write} returns is on disk: WAL with {@code synchronous=FULL} syncs at each
 * commit, and the work of up to {@value #GROUP} waiting callers shares one commit.
 */
public final class Store implements AutoCloseable {
  /** Work in a transaction. An exception rolls back this work alone. */
  @FunctionalInterface
  public interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  private static final int GROUP = 256;
  private static final int WAITING = 65_536;

  private final BlockingQueue<Task<?>> tasks = new ArrayBlockingQueue<>(WAITING);
  private final Connection connection;
  private final Thread writer;
  private volatile boolean open = true;

  private Store(Connection connection) {
    this.connection = connection;
    this.writer = Thread.ofPlatform().name("store-writer").start(this::run);
  }

  /** Opens or creates the store. */
  public static Store open(Path file) {
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        statement.execute("pragma journal_mode=wal");
        statement.execute("pragma synchronous=full");
        statement.execute("pragma wal_autocheckpoint=4000");
      }
      connection.setAutoCommit(false);
      return new Store(connection);
    } catch (SQLException e) {
      throw new StoreException("cannot open " + file, e);
    }
  }

  /** Creates tables and indexes that do not stand yet. */
  public void define(String... statements) {
    write(
        in -> {
          try (Statement statement = in.createStatement()) {
            for (String sql : statements) {
              statement.execute(sql);
            }
          }
          return null;
        });
  }

  /**
   * Does the work, reading or writing, and returns when it is on disk.
   *
   * @throws StoreException when SQLite refuses; the work has then left no trace
   */
  public <T> T write(Work<T> work) {
    try {
      return writeLater(work).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new StoreException("the store failed", e.getCause());
    }
  }

  /** As {@link #write}, without waiting. */
  public <T> CompletableFuture<T> writeLater(Work<T> work) {
    Task<T> task = new Task<>(work, new CompletableFuture<>());
    try {
      if (!open) {
        throw new StoreException("the store is closed", null);
      }
      tasks.put(task);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      task.result.completeExceptionally(new StoreException("interrupted", e));
    }
    return task.result;
  }

  private void run() {
    List<Task<?>> group = new ArrayList<>(GROUP);
    while (open || !tasks.isEmpty()) {
      try {
        Task<?> first = tasks.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          group.add(first);
          tasks.drainTo(group, GROUP - 1);
          commit(group);
          group.clear();
        }
      } catch (InterruptedException e) {
        open = false;
      }
    }
  }

  private void commit(List<Task<?>> group) {
    try {
      group.forEach(task -> task.run(connection));
      connection.commit();
      group.forEach(Task::complete);
    } catch (SQLException | RuntimeException e) {
      group.forEach(task -> task.fail(new StoreException("the store could not commit", e)));
      rollback();
    }
  }

  /**
   * SQLite itself rolls back when the disk is full or fails
   * (https://sqlite.org/lang_transaction.html), and then has nothing to roll back; the driver,
   * which begins a transaction at the end of the one before, must then be helped to its next one.
   * The writer must outlive all that: everybody waits for it.
   */
  private void rollback() {
    try {
      connection.rollback();
    } catch (SQLException rolledBack) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("begin");
      } catch (SQLException e) {
        Log.error("the store cannot begin a transaction", e);
      }
    }
  }

  @Override
  public void close() {
    open = false;
    try {
      writer.join();
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      throw new StoreException("the store did not close", e);
    }
  }

  private static final class Task<T> {
    private final Work<T> work;
    private final CompletableFuture<T> result;
    private T value;
    private Exception failure;

    Task(Work<T> work, CompletableFuture<T> result) {
      this.work = work;
      this.result = result;
    }

    /** Runs inside of a savepoint, so that a failure undoes this work and not its neighbours'. */
    void run(Connection connection) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("savepoint work");
        try {
          value = work.in(connection);
        } catch (SQLException | RuntimeException e) {
          failure = e;
          statement.execute("rollback to work");
        }
        statement.execute("release work");
      } catch (SQLException e) {
        throw new StoreException("the store failed", e);
      }
    }

    void complete() {
      switch (failure) {
        case null -> result.complete(value);
        case RuntimeException e -> result.completeExceptionally(e);
        default -> result.completeExceptionally(new StoreException(failure.getMessage(), failure));
      }
    }

    void fail(StoreException e) {
      result.completeExceptionally(e);
    }
  }
}
