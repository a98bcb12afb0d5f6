package dev.metier.importer.javascript;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaScriptCodeTest {
  private static final int LONG = 200_000;

  @ParameterizedTest
  @ValueSource(strings = {"'%s'", "\"%s\"", "`%s`", "// %s", "/* %s */", "x = /%s/", "x = /[%s]/"})
  void textsOfAnyLengthAreRead(String form) {
    String code = form.formatted("process.exit ".repeat(LONG / 13)) + "\noutput.length > 3";
    assertThat(JavaScriptCode.absent(code)).isEmpty();
    assertThat(JavaScriptCode.absent(code + " && process.exit()")).contains("process");
  }

  @Test
  void escapesEndNoText() {
    assertThat(JavaScriptCode.absent("'a\\'process.exit()' + \"b\\\"fetch()\" + `c\\`require(1)`"))
        .isEmpty();
    assertThat(JavaScriptCode.absent("'a\\\\' + process.exit()")).contains("process");
  }
}
