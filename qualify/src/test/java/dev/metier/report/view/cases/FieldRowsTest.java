package dev.metier.report.view.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Case;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Field;
import dev.metier.job.GraderSpec.FieldKind;
import dev.metier.job.GraderSpec.Group;
import dev.metier.job.GraderSpec.Rule;
import dev.metier.job.GraderSpec.Weighted;
import dev.metier.job.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FieldRowsTest {
  private static final Case GIVEN =
      new Case("c", Map.of("total", "12.50"), Optional.empty(), Set.of(), Optional.empty());

  private static Group group(GraderSpec spec) {
    return new Group(
        Rule.ALL, List.of(new Weighted(spec, 1, Optional.empty())), OptionalDouble.empty());
  }

  private static Field field(String path, String expected, boolean optional) {
    Field field = new Field(path, new Template(expected), FieldKind.TEXT, 0);
    return new Field(path, field.expected(), field.comparison(), optional);
  }

  @Test
  void fieldsThatGradersNameHaveTheValuesOfTheCase() {
    var fields =
        List.of(
            field("total", "{{total}}", false),
            field("seller.country", "DE", false),
            field("note", "{{note}}", true));

    assertThat(FieldRows.named(group(group(new GraderSpec.JsonFields(fields, false))), GIVEN))
        .contains("total: 12.50\nseller.country: DE");
  }

  @Test
  void withoutAGraderOfFieldsNothingIsNamed() {
    assertThat(FieldRows.named(group(new GraderSpec.Refusal()), GIVEN)).isEmpty();
  }
}
