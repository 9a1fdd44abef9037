package dev.patchbay.connectors.twilio;

import com.twilio.base.Page;
import com.twilio.base.Reader;
import com.twilio.base.Resource;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Call;
import com.twilio.rest.api.v2010.account.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Looks for a message or call among those that Twilio has, newest first. Not by the day it was
 * sent, which Twilio would filter by: a message that still waits has no such day.
 *
 * @param isOfAnother whether a message's sid is known to be another delivery's
 */
record History(TwilioRestClient client, Instant since, Predicate<String> isOfAnother) {
  private static final long PAGE = 200;
  private static final int MOST_PAGES = 5;

  /** Until the last page is asked for; the delivery's lease goes on running. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Twilio puts it before each text of a trial account. */
  private static final String TRIAL = "Sent from your Twilio trial account - ";

  /** How a page's items are read. */
  private record Kind<T>(Function<T, String> sid, Function<T, ZonedDateTime> created) {}

  /**
   * The sid of the message with these ends and words.
   *
   * @param text or null where a template made it
   */
  Optional<String> message(String to, Party sender, String text) {
    return first(
        Message.reader().setTo(to).setPageSize(PAGE),
        new Kind<>(Message::getSid, Message::getDateCreated),
        message ->
            isOutbound(message.getDirection())
                && isFrom(sender, message)
                && (text == null
                    || text.equals(message.getBody())
                    || (TRIAL + text).equals(message.getBody())));
  }

  private static boolean isFrom(Party sender, Message message) {
    return sender.service() == null
        ? message.getFrom() == null || message.getFrom().toString().equals(sender.from())
        : sender.service().equals(message.getMessagingServiceSid());
  }

  private static boolean isOutbound(Object direction) {
    return direction == null || !"inbound".equals(direction.toString());
  }

  /** The sid of the call between these ends. */
  Optional<String> call(String to, Party caller) {
    return first(
        Call.reader().setTo(to).setFrom(caller.from()).setPageSize(PAGE),
        new Kind<>(Call::getSid, Call::getDateCreated),
        call -> isOutbound(call.getDirection()));
  }

  private <T extends Resource> Optional<String> first(
      Reader<T> reader, Kind<T> kind, Predicate<T> ours) {
    Instant until = Instant.now().plus(PATIENCE);
    Page<T> page = reader.firstPage(client);
    for (int pages = 1; ; pages++) {
      Optional<String> found =
          page.getRecords().stream()
              .filter(one -> isSince(kind.created().apply(one)))
              .filter(ours)
              .map(kind.sid())
              .filter(sid -> sid != null && !isOfAnother.test(sid))
              .findFirst();
      boolean isPast =
          page.getRecords().stream().noneMatch(one -> isSince(kind.created().apply(one)));
      if (found.isPresent() || isPast || !page.hasNextPage()) {
        return found;
      }
      if (pages == MOST_PAGES || Instant.now().isAfter(until)) {
        throw new IllegalStateException("more messages since then than there is time to look at");
      }
      page = reader.nextPage(page, client);
    }
  }

  private boolean isSince(ZonedDateTime created) {
    return created == null || !created.toInstant().isBefore(since);
  }
}
