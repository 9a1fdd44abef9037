package dev.patchbay.local.aws;

/** Who makes a call. Thread-safe. */
public interface Caller {
  /** The account's administrator, who may do all. */
  Caller ADMINISTRATOR =
      new Caller() {
        @Override
        public Caller verified(Signed signed) {
          return this;
        }

        @Override
        public void check(Call call) {}
      };

  /**
   * The caller, once the signature of the call is verified; one whose signature is wrong may do
   * nothing.
   */
  Caller verified(Signed signed);

  /**
   * Whether the caller may make the call.
   *
   * @throws AwsException with AWS's refusal where it may not
   */
  void check(Call call);
}
