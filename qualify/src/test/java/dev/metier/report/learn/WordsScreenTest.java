package dev.metier.report.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.report.Golden;
import dev.metier.report.SampleMatrix;
import dev.metier.report.lesson.Glossary;
import dev.metier.report.screen.ScreenTexts;
import dev.metier.report.view.MatrixQuery;
import dev.metier.report.view.MatrixViews;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

class WordsScreenTest {
  private static String html() {
    return LearnScreens.words(MatrixViews.of(SampleMatrix.support(), MatrixQuery.ALL));
  }

  @Test
  void thePageIsTheSame() {
    Golden.check("learn/words.html", html());
  }

  @Test
  void everyWordVerdictAndReasonHasAPlaceToLinkTo() {
    var page = Jsoup.parse(html());

    for (Glossary.Word word : Glossary.words()) {
      assertThat(page.getElementById(word.anchor())).as(word.name()).isNotNull();
    }
    for (Glossary.Sense sense : Glossary.verdicts()) {
      assertThat(page.getElementById(sense.anchor())).as(sense.name()).isNotNull();
    }
    for (Glossary.Sense sense : Glossary.doubts()) {
      assertThat(page.getElementById(sense.anchor())).as(sense.name()).isNotNull();
    }
    assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
  }

  @Test
  void thePagesThatTeachHaveAllTheirWords() throws ReflectiveOperationException {
    for (Record words : List.of(LearnTexts.ENGLISH, WordsTexts.ENGLISH)) {
      for (RecordComponent part : words.getClass().getRecordComponents()) {
        assertThat((String) part.getAccessor().invoke(words)).as(part.getName()).isNotBlank();
      }
    }
  }

  @Test
  void theirWordsCanBeThoseOfAnotherLanguage() {
    var pseudo = ScreenTexts.read(LearnTexts.class, text -> "[" + text + " ëëë]");

    assertThat(pseudo.learn()).isEqualTo("[Learn ëëë]");
  }
}
