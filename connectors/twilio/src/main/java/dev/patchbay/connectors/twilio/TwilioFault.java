package dev.patchbay.connectors.twilio;

import static java.util.Map.entry;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What an error code of Twilio (https://www.twilio.com/docs/api/errors) means for a delivery, as
 * far as messages and calls can be answered with it.
 *
 * @param advice for people: what is wrong, or what to do
 * @param pause for {@link Scope#BUSY}, unless Twilio names one
 */
record TwilioFault(Scope scope, String advice, Duration pause) {
  /** Whom a fault concerns. */
  enum Scope {
    /** This delivery alone: its number, its words, its route's parameters. Never tried again. */
    DELIVERY,
    /** The sender: every delivery that names none of its own. */
    SENDER,
    /** All that the account does. */
    ACCOUNT,
    /** Nobody: a queue is full, a rate is spent. */
    BUSY
  }

  private static final Map<Integer, TwilioFault> FAULTS =
      Map.ofEntries(
          // The account and its credentials.
          entry(10001, account("the account is suspended or closed")),
          entry(10002, account("a trial account cannot do that")),
          entry(20002, account("the account is not permitted to do that")),
          entry(20003, account("the account SID or the auth token is wrong")),
          entry(20005, account("the account is not active")),
          entry(20006, account("the account SID and the auth token do not belong together")),
          entry(20008, account("test credentials cannot do that")),
          entry(20010, account("the account is suspended")),
          entry(20107, account("the API key is not valid")),
          entry(20404, account("the account SID is wrong")),
          entry(20426, account("Twilio wants a newer TLS")),
          entry(
              21609,
              account(
                  "Twilio cannot call back at the hub's public address; mend 'statusCallback' in"
                      + " the secret, or say none")),
          entry(90010, account("the account is not active")),
          // The sender.
          entry(21210, sender("the caller's number is neither bought nor verified")),
          entry(21212, sender("the sender is not valid")),
          entry(21213, sender("no caller's number is set; say 'from' in the secret or the route")),
          entry(21264, sender("the caller's number is not valid")),
          entry(21603, sender("no sender is set; say 'from' in the secret or the route")),
          entry(
              21606,
              sender(
                  "the sender is no number of the account; set 'from' in the secret or the route")),
          entry(21607, sender("the sender is no number that a trial account may send from")),
          entry(21616, sender("the sender fits several numbers; write it in E.164 form")),
          entry(21621, sender("the sender cannot send media")),
          entry(21659, sender("the sender is no number of Twilio's")),
          entry(21660, sender("the sender belongs to another account")),
          entry(21661, sender("the sender cannot send text messages")),
          entry(21701, sender("the messaging service does not exist")),
          entry(21702, sender("the messaging service is switched off")),
          entry(21703, sender("the messaging service has no sender in its pool")),
          entry(21704, sender("the messaging service has no sender for that country")),
          entry(21705, sender("the messaging service is not valid")),
          entry(21707, sender("the messaging service's sender belongs to another account")),
          entry(30034, sender("the sender is not registered for A2P 10DLC")),
          entry(63007, sender("the channel has no such sender; set 'from' to one of it")),
          entry(63112, sender("the channel's account of the sender is blocked")),
          // The recipient.
          entry(21201, delivery("there is no number in 'to'")),
          entry(21202, delivery("the number in 'to' is a premium one")),
          entry(21203, delivery("calls abroad are not enabled in the account")),
          entry(21211, delivery("the number in 'to' is not valid")),
          entry(21214, delivery("the number in 'to' cannot be reached")),
          entry(21215, delivery("calls to that region are not enabled in the account")),
          entry(21216, delivery("calls to that number are blocked; ask Twilio to open it")),
          entry(21217, delivery("the number in 'to' is not valid")),
          entry(21219, delivery("a trial account calls verified numbers only")),
          entry(21265, delivery("the number in 'to' is a short code")),
          entry(21266, delivery("sender and recipient are the same")),
          entry(21401, delivery("the number in 'to' is not valid")),
          entry(21407, delivery("that kind of number does not take text messages")),
          entry(21408, delivery("messages to that region are not enabled in the account")),
          entry(21601, delivery("the number in 'to' cannot take text messages")),
          entry(21604, delivery("there is no number in 'to'")),
          entry(21608, delivery("a trial account sends to verified numbers only")),
          entry(21610, delivery("the recipient has opted out")),
          entry(21612, delivery("the sender cannot reach that number")),
          entry(21614, delivery("the number in 'to' is not a mobile number")),
          entry(21635, delivery("the number in 'to' is a landline")),
          entry(21910, delivery("sender and recipient are not of one channel")),
          entry(60410, delivery("messages to that number are blocked for a suspicion of fraud")),
          entry(63003, delivery("the channel does not know the recipient")),
          entry(63024, delivery("the recipient is not valid")),
          // The content.
          entry(12100, delivery("the TwiML is not well-formed")),
          entry(21205, delivery("an address in the delivery is not valid")),
          entry(21218, delivery("the application is not valid")),
          entry(21224, delivery("the validity period is not valid")),
          entry(21602, delivery("the text is empty")),
          entry(21605, delivery("the text is too long")),
          entry(21617, delivery("the text is longer than 1600 characters")),
          entry(21618, delivery("the text cannot be sent")),
          entry(21619, delivery("there is neither a text nor media")),
          entry(21620, delivery("an address in 'mediaUrl' is not valid")),
          entry(21622, delivery("the media are too large")),
          entry(21623, delivery("'mediaUrl' holds too many addresses")),
          entry(21655, delivery("the template of 'contentSid' is not valid")),
          entry(21656, delivery("'contentVariables' do not fit the template")),
          entry(21657, delivery("'contentVariables' go with a 'contentSid'")),
          entry(
              30038,
              delivery("the text holds a one-time password, which the account may not send")),
          entry(63005, delivery("the channel does not take that content")),
          entry(63013, delivery("the text breaks a rule of the channel")),
          entry(63016, delivery("out of the 24 hours' window WhatsApp wants a 'contentSid'")),
          entry(63019, delivery("the media could not be fetched")),
          entry(63021, delivery("the channel does not take that content")),
          entry(63027, delivery("the template does not exist for the language")),
          entry(63028, delivery("the template has another number of variables")),
          // Not now.
          entry(10004, busy("too many calls at once", 30)),
          entry(14107, busy("the rate of messages is spent", 30)),
          entry(20429, busy("too many requests", 30)),
          entry(21611, busy("the sender's queue is full", 60)),
          entry(30022, busy("the rate of the A2P 10DLC campaign is spent", 60)),
          entry(30023, busy("the day's messages of the A2P 10DLC brand are spent", 3600)),
          entry(63018, busy("the rate of the channel is spent", 60)),
          entry(63038, busy("the account's messages of the day are spent", 3600)));

  /** What a code means; empty for one that is not of messages or calls, or new. */
  static Optional<TwilioFault> of(int code) {
    return Optional.ofNullable(FAULTS.get(code));
  }

  private static TwilioFault account(String advice) {
    return new TwilioFault(Scope.ACCOUNT, advice, null);
  }

  private static TwilioFault sender(String advice) {
    return new TwilioFault(Scope.SENDER, advice, null);
  }

  private static TwilioFault delivery(String advice) {
    return new TwilioFault(Scope.DELIVERY, advice, null);
  }

  private static TwilioFault busy(String advice, int seconds) {
    return new TwilioFault(Scope.BUSY, advice, Duration.ofSeconds(seconds));
  }
}
