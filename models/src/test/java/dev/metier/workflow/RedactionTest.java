package dev.metier.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.workflow.Redaction.Restored;
import org.junit.jupiter.api.Test;

class RedactionTest {
  private static final String MAIL = "Ann Lee wrote to Bo at 12 Elm St. Ann Lee waits.";
  private static final String LIST =
      """
      [{"text": "Ann Lee", "kind": "person"}, {"text": "Bo", "kind": "PERSON"},
       {"text": "12 Elm St.", "kind": "home address"}]
      """;

  @Test
  void placeholdersStandForWhatIsListedWhereverItIs() {
    assertThat(redacted().text())
        .isEqualTo("[PERSON_1] wrote to [PERSON_2] at [HOME_ADDRESS_1] [PERSON_1] waits.");
  }

  @Test
  void whatIsHiddenComesBackWhole() {
    Redaction redaction = redacted();
    assertThat(redaction.restore(redaction.text(), true)).isEqualTo(new Restored.Whole(MAIL));
  }

  @Test
  void missingPlaceholdersFailWhereEachMustBeThere() {
    assertThat(redacted().restore("[PERSON_1] waits.", true))
        .isEqualTo(new Restored.Broken("missing"));
    assertThat(redacted().restore("[PERSON_1] waits.", false))
        .isEqualTo(new Restored.Whole("Ann Lee waits."));
  }

  @Test
  void inventedPlaceholdersFail() {
    assertThat(redacted().restore("[PERSON_7] waits.", false))
        .isEqualTo(new Restored.Broken("invented"));
    assertThat(redacted().restore("[IBAN_1] is hers.", false))
        .isEqualTo(new Restored.Broken("invented"));
  }

  @Test
  void alteredPlaceholdersFail() {
    for (String altered :
        new String[] {"[Person 1] waits.", "PERSON_1 waits.", "(person_1)", "<Home Address 1>"}) {
      assertThat(redacted().restore(altered, false))
          .as(altered)
          .isEqualTo(new Restored.Broken("altered"));
    }
    assertThat(redacted().restore("The person waits in line 1.", false))
        .isInstanceOf(Restored.Whole.class);
  }

  @Test
  void placeholdersOfTheTextItselfAreItsOwn() {
    var redaction =
        Redaction.of("[PERSON_1] met Ann.", "[{\"text\": \"Ann\", \"kind\": \"PERSON\"}]")
            .orElseThrow();
    assertThat(redaction.text()).isEqualTo("[PERSON_1] met [PERSON_2].");
    assertThat(redaction.restore(redaction.text(), true))
        .isEqualTo(new Restored.Whole("[PERSON_1] met Ann."));
  }

  @Test
  void aListThatNobodyUnderstandsHidesNothing() {
    for (String list :
        new String[] {"", "Ann Lee", "{}", "[{\"text\": \"\"}]", "[{\"text\": \"Anne Lee\"}]"}) {
      assertThat(Redaction.of(MAIL, list)).as(list).isEmpty();
    }
    assertThat(Redaction.of(MAIL, "```json\n[]\n```").orElseThrow().text()).isEqualTo(MAIL);
  }

  @Test
  void longerTextsAreHiddenBeforeTheirParts() {
    var redaction =
        Redaction.of("Ann Lee, Ann", "[{\"text\": \"Ann\"}, {\"text\": \"Ann Lee\"}]")
            .orElseThrow();
    assertThat(redaction.text()).isEqualTo("[ITEM_2], [ITEM_1]");
  }

  @Test
  void nothingHiddenIsTold() {
    assertThat(redacted().toString()).doesNotContain("Ann");
  }

  private static Redaction redacted() {
    return Redaction.of(MAIL, LIST).orElseThrow();
  }
}
