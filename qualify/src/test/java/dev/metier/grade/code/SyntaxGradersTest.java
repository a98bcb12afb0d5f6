package dev.metier.grade.code;

import static dev.metier.grade.Answers.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.grade.Grade;
import dev.metier.grade.spec.Graders;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Syntax;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxGradersTest {
  private static Grade grade(Syntax syntax, String answer) {
    return Graders.of(new GraderSpec.WellFormed(syntax)).grade(saying(answer));
  }

  @Test
  void whatDoesNotEndIsLookedForOnce() {
    assertThat(grade(Syntax.HTML, "<!--".repeat(400_000)).reason())
        .startsWith("A comment does not end in");
    assertThat(grade(Syntax.HTML, "<script>".repeat(200_000)).reason())
        .startsWith("<script> is never closed in");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JSON | {\"a\":[1,null]}                 | true",
        "JSON | ' 1\n'                           | true",
        "JSON | {\"a\":1} {\"b\":2}              | false",
        "JSON | {a:1}                            | false",
        "JSON | {\"a\":NaN}                      | false",
        "JSON | [1,]                             | false",
        "JSON | ''                               | false",
        "XML  | <a><b x='1'/>text</a>            | true",
        "XML  | <?xml version='1.0'?><a/>        | true",
        "XML  | <a xmlns:n='u'><n:b/></a>        | true",
        "XML  | <a><b></a>                       | false",
        "XML  | <a/><b/>                         | false",
        "XML  | <a>&nbsp;</a>                    | false",
        "XML  | plain                            | false",
        "XML  | <n:a/>                           | false",
        "HTML | <p>One<p>Two                     | true",
        "HTML | <div class=\"a>b\">x<br><img src=x></div> | true",
        "HTML | <!doctype html><html><head><title>t</title></head><body><p>x</p></body></html> |"
            + " true",
        "HTML | <script>if (a < b) { x(\"</p>\") }</script> | true",
        "HTML | <ul><li>a<li>b</ul>              | true",
        "HTML | <!-- <b> --><i>x</i>             | true",
        "HTML | <div><p>a</div></div>            | false",
        "HTML | <b><i>x</b></i>                  | false",
        "HTML | <div>open                        | false",
        "HTML | <a href=\"x>link</a>             | false",
        "HTML | no element                       | false",
        "SQL  | SELECT a FROM t WHERE b = 1      | true",
        "SQL  | SELECT 1; SELECT 2;              | true",
        "SQL  | WITH x AS (SELECT 1 AS a) SELECT count(*) FROM x GROUP BY a HAVING count(*) > 1 |"
            + " true",
        "SQL  | INSERT INTO t (a) VALUES ('it''s') | true",
        "SQL  | SELECT FROM WHERE                | false",
        "SQL  | SELECT a FROM t WHERE (b = 1     | false",
        "SQL  | Here is the query: SELECT 1      | false",
        "SQL  | --                               | false"
      })
  void wellFormedMeansAllOfTheAnswer(Syntax syntax, String answer, boolean passes) {
    Grade grade = grade(syntax, answer);
    assertThat(grade.broken()).as(grade.reason()).isFalse();
    assertThat(grade.passed()).as(grade.reason()).isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"JSON | {\"a\":1}", "XML | <a/>", "HTML | <p>x</p>", "SQL | SELECT 1"})
  void aCodeFenceIsNamedAsTheCause(Syntax syntax, String text) {
    assertThat(grade(syntax, "```\n" + text + "\n```").reason())
        .isEqualTo("The " + syntax + " is wrapped in a code fence.");
  }

  @Test
  void xmlReadsNoFilesAndCallsNobody(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "<x/>");
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(50);
      String outside = "http://127.0.0.1:" + server.getLocalPort() + "/x.dtd";
      grade(Syntax.XML, "<!DOCTYPE a SYSTEM '" + outside + "'><a/>");
      grade(Syntax.XML, "<!DOCTYPE a [<!ENTITY e SYSTEM '" + outside + "'>]><a>&e;</a>");
      grade(Syntax.XML, "<!DOCTYPE a [<!ENTITY % e SYSTEM '" + outside + "'>%e;]><a/>");
      Grade file =
          grade(Syntax.XML, "<!DOCTYPE a [<!ENTITY e SYSTEM '" + secret.toUri() + "'>]><a>&e;</a>");
      assertThat(file.reason()).doesNotContain("secret");
      org.assertj.core.api.Assertions.assertThatThrownBy(server::accept)
          .isInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

  @Test
  void entitiesThatMultiplyAreRefused() {
    var xml = new StringBuilder("<!DOCTYPE a [<!ENTITY e0 'xxxxxxxxxx'>");
    for (int i = 1; i < 12; i++) {
      xml.append("<!ENTITY e")
          .append(i)
          .append(" '")
          .append(("&e" + (i - 1) + ";").repeat(10))
          .append("'>");
    }
    assertThat(grade(Syntax.XML, xml + "]><a>&e11;</a>").passed()).isFalse();
  }
}
