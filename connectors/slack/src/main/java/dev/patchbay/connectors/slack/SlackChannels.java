package dev.patchbay.connectors.slack;

import dev.patchbay.connectors.slack.SlackCalls.Reply;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What Slack has said of channels and members for this connection: ids by the names and e-mail
 * addresses that routes use. Thread-safe.
 */
final class SlackChannels {
  private static final int MOST = 1000;
  private static final Pattern ID = Pattern.compile("[CGD][A-Z0-9]{6,}");
  private static final Pattern EMAIL = Pattern.compile("[^@\\s<>]+@[^@\\s<>]+\\.[^@\\s<>.]+");

  private final SlackCalls calls;
  private final Map<String, String> ids = bounded();
  private final Map<String, String> members = bounded();

  SlackChannels(SlackCalls calls) {
    this.calls = calls;
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

  /** Slack's answer to a message names the channel's id. */
  void learn(String channel, String id) {
    if (id != null) {
      ids.put(channel, id);
    }
  }

  /** The id where it is known: a change wants one, and Slack says so of a name. */
  String idOrName(String channel) {
    return ids.getOrDefault(channel, channel);
  }

  /**
   * The id, which alone Slack takes for a channel's history.
   *
   * @throws IllegalStateException when nothing was posted there yet by this instance
   */
  String id(String channel) {
    if (ID.matcher(channel).matches()) {
      return channel;
    }
    String id = ids.get(channel);
    if (id == null) {
      throw new IllegalStateException("the id of channel " + channel + " is not known");
    }
    return id;
  }
}
