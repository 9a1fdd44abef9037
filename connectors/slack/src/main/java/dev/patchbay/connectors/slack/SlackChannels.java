package dev.patchbay.connectors.slack;

import dev.patchbay.connectors.slack.SlackCalls.Reply;
import dev.patchbay.connectors.spi.Memory;
import dev.patchbay.core.log.Log;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What Slack has said of channels and members: ids by the names and e-mail addresses that routes
 * use. Those of channels are remembered for other instances, which may have to look for a message
 * before they have posted any. Thread-safe.
 */
final class SlackChannels {
  private static final int MOST = 1000;
  private static final Pattern ID = Pattern.compile("[CGD][A-Z0-9]{6,}");
  private static final Pattern EMAIL = Pattern.compile("[^@\\s<>]+@[^@\\s<>]+\\.[^@\\s<>.]+");

  private static final Duration LEASE = Duration.ofSeconds(5);

  private final SlackCalls calls;
  private final Memory memory;
  private final Map<String, String> ids = bounded();
  private final Map<String, String> members = bounded();

  SlackChannels(SlackCalls calls, Memory memory) {
    this.calls = calls;
    this.memory = memory;
  }

  /** Payloads may name channels and addresses without end. */
  private static Map<String, String> bounded() {
    return Collections.synchronizedMap(
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
          }
        });
  }

  static boolean isEmail(String channel) {
    return EMAIL.matcher(channel).matches();
  }

  /** The channel as chat.postMessage takes it: a member's id in place of an e-mail address. */
  Reply of(String written) {
    if (!isEmail(written)) {
      return new Reply.Done(written, "");
    }
    String known = members.get(written);
    if (known != null) {
      return new Reply.Done(known, "");
    }
    Reply reply = calls.member(written);
    if (reply instanceof Reply.Done member) {
      members.put(written, member.channel());
    }
    return reply;
  }

  /**
   * Slack's answer to a message names the channel's id.
   *
   * @param delivery its id
   */
  void learn(String channel, String id, String delivery) {
    if (id == null || id.equals(channel) || id.equals(ids.put(channel, id))) {
      return;
    }
    try {
      remember(key(channel), id, delivery);
    } catch (RuntimeException e) { // the message was posted all the same
      Log.error("channel's id not remembered", e, "connector", "slack");
    }
  }

  private void remember(String key, String id, String delivery) {
    boolean isNews =
        switch (memory.recall(key, delivery, LEASE)) {
          case Memory.Found.Known(String known) ->
              !known.equals(id) && memory.take(key, delivery, LEASE) instanceof Memory.Found.Yours;
          case Memory.Found.Yours _ -> true;
          case Memory.Found.Taken _ -> false;
        };
    if (isNews) {
      memory.keep(key, delivery, id);
    }
  }

  private static String key(String channel) {
    return "id of " + channel;
  }

  /** The id where it is known: a change wants one, and Slack says so of a name. */
  String idOrName(String channel) {
    return ids.getOrDefault(channel, channel);
  }

  /**
   * The id, which alone Slack takes for a channel's history.
   *
   * @throws IllegalStateException when nothing was posted there yet
   */
  String id(String channel) {
    if (ID.matcher(channel).matches()) {
      return channel;
    }
    String id = ids.get(channel);
    if (id != null) {
      return id;
    }
    if (memory.recall(key(channel), "asks", Duration.ZERO) instanceof Memory.Found.Known known) {
      return known.value();
    }
    throw new IllegalStateException("the id of channel " + channel + " is not known");
  }
}
