package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.local.aws.AwsException;
import java.math.BigDecimal;

/**
 * DynamoDB's numbers: 38 significant digits, magnitudes from 1E-130 up to 9.99…E+125
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html).
 */
final class Numbers {
  private static final int DIGITS = 38;
  private static final int LARGEST = 125;
  private static final int SMALLEST = -130;

  private Numbers() {}

  static BigDecimal parse(Object text) {
    try {
      return checked(new BigDecimal(text.toString()));
    } catch (NumberFormatException e) {
      throw invalid("The parameter cannot be converted to a numeric value: " + text);
    }
  }

  private static BigDecimal checked(BigDecimal number) {
    if (number.signum() == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal plain = number.stripTrailingZeros();
    int exponent = plain.precision() - plain.scale() - 1;
    if (exponent > LARGEST) {
      throw invalid(
          "Number overflow. "
              + "Attempting to store a number with magnitude larger than supported range");
    }
    if (exponent < SMALLEST) {
      throw invalid(
          "Number underflow. "
              + "Attempting to store a number with magnitude smaller than supported range");
    }
    if (plain.precision() > DIGITS) {
      throw invalid("Attempting to store more than 38 significant digits in a Number");
    }
    return plain;
  }

  /** As DynamoDB writes it: no exponent, no zeros at its end. */
  static String text(BigDecimal number) {
    return checked(number).toPlainString();
  }

  /**
   * A number as text that sorts like it: sign, exponent, digits, all of them inverted below zero.
   */
  static String sortable(BigDecimal number) {
    if (number.signum() == 0) {
      return "1";
    }
    BigDecimal plain = number.abs().stripTrailingZeros();
    int exponent = plain.precision() - plain.scale() + 5000;
    String text = "%05d%s".formatted(exponent, plain.unscaledValue());
    if (number.signum() > 0) {
      return "2" + text;
    }
    StringBuilder inverted = new StringBuilder("0");
    text.chars().forEach(digit -> inverted.append((char) ('9' - (digit - '0'))));
    return inverted.append('~').toString();
  }

  private static AwsException invalid(String message) {
    return new AwsException("ValidationException", message);
  }
}
