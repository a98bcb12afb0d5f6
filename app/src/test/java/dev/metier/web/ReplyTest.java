package dev.metier.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {
  @ParameterizedTest
  @ValueSource(strings = {"/job/x/cases?case=q7#a", "/job/%C3%A4/m"})
  void aFormLeadsBackToItsJob(String back) {
    assertThat(Reply.back(Map.of("back", back)).headers()).containsEntry("Location", back);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "//evil.test/job/x",
        "https://evil.test/job/",
        "/job/x\r\nSet-Cookie: a=b",
        "/job/x y",
        "/job/\u00e4",
        "/job/\\\\evil.test"
      })
  void anythingElseLeadsToTheFirstPage(String back) {
    assertThat(Reply.back(Map.of("back", back)).headers()).containsEntry("Location", "/");
  }
}
