package dev.patchbay.core.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an evaluation may do, and what of it is the machine's fault and not the expression's. */
@Timeout(60)
class ExpressionTest {
  private static final Map<String, Object> EVIL = Map.of("text", "a".repeat(40) + "!");

  private static Object value(String source) {
    return Expression.compile(source).evaluate(EVIL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "( $f := function($x) { $f($x) }; $f(1) )",
        "$sum($map([1..9000000], function($v) { $v * 2 + 1 }))",
        "$map([1..2000], function($v) { $map([1..2000], function($w) { $v * $w }) })"
      })
  void whatComesToNoEndIsTheExpressionsFault(String source) {
    assertThatThrownBy(() -> value(source))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining("takes more than 1,000,000 steps");
  }

  @Test
  void whatCallsItselfTooDeepIsTheExpressionsFault() {
    assertThatThrownBy(() -> value("( $f := function($x) { $f($x) + 1 }; $f(1) )"))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining("more than 100 deep");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$split(text, /(.*a){12}b/)",
        "$match(text, /(.*a){12}b/)",
        "$contains(text, /(.*a){12}b/)",
        "$replace(text, /(.*a){12}b/, 'x')",
        "text ~> $replace(/(.*a){12}b/, 'x')",
        "$map([text], function($t) { $match($t, /(.*a){12}b/) })"
      })
  void aRegularExpressionThatTriesAllWaysIsStopped(String source) {
    assertThatThrownBy(() -> value(source))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining("regular expression that finds no end");
  }

  @Test
  void oneInATextThatIsEvaluatedIsStoppedToo() {
    assertThatThrownBy(() -> value("$eval(\"$match(text, /(.*a){12}b/)\")"))
        .isInstanceOf(ExpressionException.class);
  }

  @Test
  void regularExpressionsDoWhatTheyAlwaysDo() {
    assertThat(value("$match('xaxa', /a/)[1].index")).isEqualTo(3);
    assertThat(value("$replace('abc', /b(.)/, '$1x')")).isEqualTo("acx");
    assertThat(value("$replace('aba', /a/, function($m) { $uppercase($m.match) })"))
        .isEqualTo("AbA");
    assertThat(value("$split('a, b', /, */)")).isEqualTo(List.of("a", "b"));
    assertThat(value("$contains('abc', /B/i)")).isEqualTo(true);
    assertThat(value("'x/y' ~> $split('/')")).isEqualTo(List.of("x", "y"));
    assertThat(value("$replace('a/b', '/', '-')")).isEqualTo("a-b");
    assertThat(value("nowhere.$match(/a/)")).isNull();
  }

  @Test
  void aLongTextIsSearchedToItsEnd() {
    Map<String, Object> input = Map.of("text", "word ".repeat(50_000));
    assertThat(Expression.compile("$count($match(text, /\\w+/))").evaluate(input))
        .isEqualTo(50_000);
  }

  @Test
  void whatIsNotDoneInTimeIsTheMachinesFault() {
    Expression sum = Expression.compile("$sum($map([1..20000], function($v) { $v * 2 + 1 }))");
    assertThatThrownBy(() -> sum.evaluate(Map.of(), Map.of(), Duration.ZERO))
        .isInstanceOf(ExpressionTimeoutException.class)
        .isNotInstanceOf(ExpressionException.class)
        .hasMessageContaining("$sum($map(");
    assertThat(sum.evaluate(Map.of())).isEqualTo(400_040_000);
  }

  @Test
  void whatDoesLittleIsNeverLate() {
    Object value =
        Expression.compile("$uppercase(text) & '!'")
            .evaluate(Map.of("text", "late"), Map.of(), Duration.ZERO);
    assertThat(value).isEqualTo("LATE!");
  }

  @Test
  void waitsForAMachineThatStandsStillForAWhile() {
    Map<String, Object> slow =
        new HashMap<>() {
          @Override
          public Object get(Object key) {
            LockSupport.parkNanos(Duration.ofMillis(700).toNanos());
            return "there";
          }
        };
    assertThat(Expression.compile("a & $sum($map([1..2000], function($v) { $v }))").evaluate(slow))
        .isEqualTo("there2001000");
  }
}
