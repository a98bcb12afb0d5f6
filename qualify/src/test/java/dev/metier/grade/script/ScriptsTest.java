package dev.metier.grade.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.grade.value.JsonComparison;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptsTest {
  private static ScriptResult run(String code) {
    return Scripts.run(
        new Script(List.of(), Optional.of(Script.judging(code))),
        "hello world",
        JsonComparison.MAPPER.createObjectNode());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          while (true) {}\\n//                                        | takes longer than 2 seconds
          /(a+)+$/.test('a'.repeat(40) + 'b')                         | takes longer than 2 seconds
          const a = []; while (true) a.push('x'.repeat(99999) + a.length)\\n// | needs more than 64 MB
          let s = 'x'; while (true) s += s\\n//                       | needs more than 64 MB
          new Array(1e9).fill(0)                                      | needs more than 64 MB
          function f() { return f() + 1 }\\nreturn f()                | recurses too deeply
          JSON.parse('['.repeat(100000))                              | recurses too deeply
          new Promise(() => {})                                       | gives a promise that is never kept
          """)
  void whatMeetsALimitIsStopped(String code, String limit) {
    assertThat(run(code.replace("\\n", "\n"))).isEqualTo(new ScriptResult.Stopped(limit));
    assertThat(run("output === 'hello world'")).isEqualTo(new ScriptResult.Truth(true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          runAnswer(() => { while (true) {} })                        | takes longer than 2 seconds
          runAnswer(async () => new Array(1e9).fill(0))               | needs more than 64 MB
          runAnswer(function f() { return f() + 1 })                  | recurses too deeply
          (globalThis.runAnswer = f => f(), runAnswer(() => JSON.parse('['.repeat(100000)))) | recurses too deeply
          """)
  void whatMeetsALimitInCodeOfTheAnswerIsToldApart(String code, String limit) {
    assertThat(run(code)).isEqualTo(new ScriptResult.AnswerStopped(limit));
  }

  @Test
  void codeOfTheAnswerThatHasEndedIsNotBlamed() {
    String ended =
        "runAnswer(() => 1); await 0; try { runAnswer(() => { throw 1 }) } catch (e) {}\n";
    assertThat(run("const f = async () => {" + ended + "new Array(1e9).fill(0) }\nreturn f()"))
        .isEqualTo(new ScriptResult.Stopped("needs more than 64 MB"));
    assertThat(run(ended.replace("await 0; ", "") + "while (true) {}"))
        .isEqualTo(new ScriptResult.Stopped("takes longer than 2 seconds"));
    assertThat(run("runAnswer(() => nowhere)"))
        .as("only the script's own names show that no answer could pass")
        .isEqualTo(new ScriptResult.Threw("'nowhere' is not defined"));
    assertThat(run("runAnswer(() => output.length)")).isEqualTo(new ScriptResult.Numeral(11));
    assertThat(run("runAnswer(async () => output.length)")).isEqualTo(new ScriptResult.Numeral(11));
  }

  @Test
  void anOrdinaryRecursionHasRoom() {
    assertThat(run("const f = n => n === 0 ? 0 : 1 + f(n - 1); f(1000)"))
        .isEqualTo(new ScriptResult.Numeral(1000));
  }

  @Test
  void nothingIsLeftOfAnEarlierRun() {
    assertThat(
            run("globalThis.left = 1; String.prototype.left = 2; JSON.parse = () => 3\nreturn 1"))
        .isEqualTo(new ScriptResult.Numeral(1));
    assertThat(run("typeof left + typeof ''.left + JSON.parse('4') === 'undefinedundefined4'"))
        .isEqualTo(new ScriptResult.Truth(true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "require",
        "process",
        "fetch",
        "setTimeout",
        "Java",
        "java_invoke",
        "Javy",
        "plugin",
        "Deno",
        "std",
        "os",
        "start",
        "load",
        "print",
        "XMLHttpRequest",
        "Buffer",
        "WebAssembly"
      })
  void nothingOfTheHostIsThere(String name) {
    assertThat(run("typeof " + name + " === 'undefined' && !('" + name + "' in globalThis)"))
        .isEqualTo(new ScriptResult.Truth(true));
  }

  @Test
  void onlyTheLanguageAndOneFunctionOfOursAreThere() {
    String others =
        "Object.getOwnPropertyNames(globalThis).filter(n => /^[a-z]/.test(n)).sort().join() === '";
    String language =
        "console,decodeURI,decodeURIComponent,encodeURI,encodeURIComponent,escape,eval,globalThis,"
            + "isFinite,isNaN,parseFloat,parseInt,runAnswer,undefined,unescape'";
    assertThat(run(others + language)).isEqualTo(new ScriptResult.Truth(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"import('fs')", "import('./x.js')", "import('https://example.org/x.js')"})
  void noModuleIsLoaded(String code) {
    assertThat(run(code)).isInstanceOf(ScriptResult.Stopped.class);
  }

  @Test
  void runsAtTheSameTimeDoNotMeet() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<ScriptResult>> runs =
          IntStream.range(0, 40)
              .<Callable<ScriptResult>>mapToObj(
                  i -> () -> run("globalThis.n = " + i + "\nreturn n"))
              .toList();
      var results = threads.invokeAll(runs);
      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get()).isEqualTo(new ScriptResult.Numeral(i));
      }
    }
  }

  @Test
  void whoIsInterruptedHasNoResult() throws Exception {
    var results = new ArrayBlockingQueue<ScriptResult>(1);
    var thread =
        Thread.ofVirtual()
            .start(() -> {
              Thread.currentThread().interrupt();
              results.add(run("while (true) {}\n//"));
            });
    thread.join();
    assertThat(results.take()).isEqualTo(new ScriptResult.Stopped("was interrupted"));
    assertThat(run("output.length > 3")).isEqualTo(new ScriptResult.Truth(true));
  }
}
