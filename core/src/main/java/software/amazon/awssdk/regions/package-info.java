/** One class of the AWS SDK, in a form that fits a function (docs/decisions/0017). */
package software.amazon.awssdk.regions;
