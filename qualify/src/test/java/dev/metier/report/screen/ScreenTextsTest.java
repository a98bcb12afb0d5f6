package dev.metier.report.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTextsTest {
  @Test
  void everyScreenHasAllItsWords() throws ReflectiveOperationException {
    for (Record words :
        List.of(
            FrameTexts.ENGLISH,
            MatrixTexts.ENGLISH,
            WhyTexts.ENGLISH,
            CasesTexts.ENGLISH,
            RunTexts.ENGLISH,
            ChangesTexts.ENGLISH,
            RecordTexts.ENGLISH)) {
      for (RecordComponent part : words.getClass().getRecordComponents()) {
        assertThat((String) part.getAccessor().invoke(words)).as(part.getName()).isNotBlank();
      }
    }
  }

  @Test
  void wordsCanBeThoseOfAnotherLanguage() {
    var pseudo = ScreenTexts.read(FrameTexts.class, text -> "[" + text + " ëëë]");

    assertThat(pseudo.matrix()).isEqualTo("[Matrix ëëë]");
  }

  @Test
  void oneAndSeveralAreToldApart() {
    assertThat(ScreenTexts.count("%s case|%s cases", 1)).isEqualTo("1 case");
    assertThat(ScreenTexts.count("%s case|%s cases", 1234)).isEqualTo("1,234 cases");
  }
}
