package dev.patchbay.core.event;

/**
 * How the bytes of a message are shared out on its way through SNS, whose messages end at 256 KiB
 * (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html). What does not fit there is not
 * refused at the door but lost behind the bus, so both who writes events and who compiles routes
 * keep to these.
 */
public final class Room {
  /** Of a whole message on a topic. */
  public static final int MESSAGE = 256 * 1024;

  /** Of an event's detail; a larger payload lies in the payload bucket. */
  public static final int DETAIL = 240 * 1024;

  /**
   * Of what EventBridge writes around the detail: its id, account, region, time, source and detail
   * type (128 characters, each of at most 6 bytes in JSON), and the name of a replay.
   */
  public static final int ENVELOPE = 2 * 1024;

  /** Of what a route adds: its name and its deliveries, in UTF-8. */
  public static final int ROUTE = MESSAGE - DETAIL - ENVELOPE;

  private Room() {}
}
