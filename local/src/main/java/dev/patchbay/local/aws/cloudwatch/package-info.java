/** CloudWatch's alarms, as far as the laptop sees their metrics; start at {@link Alarms}. */
package dev.patchbay.local.aws.cloudwatch;
