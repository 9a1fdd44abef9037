package dev.patchbay.webhooks.signature;

import dev.patchbay.core.catalog.SourceEntry.Encoding;
import dev.patchbay.core.catalog.SourceEntry.Scheme;
import dev.patchbay.core.catalog.SourceEntry.Signature;
import dev.patchbay.core.catalog.SourceEntry.Timestamp;

/** What an entry need not say of schemes that are fixed by a specification. */
public final class SignatureDefaults {
  private SignatureDefaults() {}

  /** The alternative with all that its scheme fixes. */
  public static Signature complete(Signature from) {
    if (from.scheme() == Scheme.BASIC) {
      return new Signature(
          from.scheme(),
          from.when(),
          "header:authorization",
          null,
          "Basic ",
          from.encoding(),
          from.hash(),
          from.signed(),
          from.expression(),
          from.key(),
          from.timestamp(),
          from.equals(),
          null,
          from.claims(),
          from.algorithms());
    }
    if (from.scheme() != Scheme.STANDARD_WEBHOOKS) {
      return from;
    }
    String start = "header:" + from.at();
    Timestamp timestamp = new Timestamp(start + "-timestamp", null, null, null, null);
    return new Signature(
        from.scheme(),
        from.when(),
        start + "-signature",
        " ",
        "v1,",
        Encoding.BASE64,
        "sha256",
        "{" + start + "-id}.{timestamp}.{body}",
        null,
        from.key(),
        timestamp,
        from.equals(),
        null,
        from.claims(),
        from.algorithms());
  }
}
