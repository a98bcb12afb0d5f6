package dev.metier.policy;

import dev.metier.core.problem.Place;
import dev.metier.form.JsonFileContract;
import dev.metier.form.Reading;
import dev.metier.form.Table;
import dev.metier.form.Written;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// The one description of policy.json gives the reader, the shipped schema and the reference.
class PolicyDescriptionTest extends JsonFileContract {
  private static final String HEAD =
      """
      # policy.json

      This page is generated from the program's own description of the file; a test compares them.
      Editors and other programs check the file with
      [policy.schema.json](../../core/src/main/resources/dev/metier/policy/policy.schema.json); that
      routes lead only where verdicts and clearances let them is checked by every command that reads
      it.

      Written by `metier compile`, read by the gateway;
      [an example](../../qualify/src/test/golden/policy/policy.json) has every key. It is strict JSON:
      no comments, each key once. Paths are relative to the file. All mistakes are told at once, each
      with its place; what a text says is not repeated, since it may be a secret.

      * **Money** is `"5 USD"`, **durations** are `"800ms"`, `"1.5s"`, `"10m"`, `"1h"` or `"1095d"`.
      * **Keys of vendors never stand in the file**: `key` names where to find one.
      * **A cloud model behind a local server** (its name ends in `cloud`) gets public data alone,
        whatever its host is cleared for.
      """;

  PolicyDescriptionTest() {
    super("policy.json", PolicyFile.FILE);
  }

  @Override
  protected Path schema() {
    return Path.of("core/src/main/resources/dev/metier/policy/policy.schema.json");
  }

  @Override
  protected Path reference() {
    return Path.of("docs/reference/policy-json.md");
  }

  @Override
  protected String head() {
    return HEAD;
  }

  @Override
  protected Reading reading() {
    return new PolicyReading(
        Path.of("/team"), new Written.Entries(Place.of(Path.of("x")), List.of()));
  }

  @Override
  protected boolean refers(Table.Slot<?> slot) {
    return Set.of("host").contains(slot.name());
  }
}
