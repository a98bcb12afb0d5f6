package dev.metier.account;

import dev.metier.form.JsonFileContract;
import dev.metier.form.Reading;
import dev.metier.form.Table;
import java.nio.file.Path;

/// The one description of keys.json gives the reader, the shipped schema and the reference.
class KeyDescriptionTest extends JsonFileContract {
  private static final String HEAD =
      """
      # keys.json

      This page is generated from the program's own description of the file; a test compares them.
      Editors and other programs check the file with
      [keys.schema.json](../../gateway/src/main/resources/dev/metier/account/keys.schema.json).

      `.metier/keys.json` holds the virtual keys of the gateway, for its owner only. `metier key`
      writes it, the gateway reads it anew when it changes. It is strict JSON: no comments, each key
      once. All mistakes are told at once, each with its place; what a text says is not repeated,
      since it may be a secret.

      ```json
      {
        "version": 1,
        "keys": [
          {
            "name": "ana",
            "hash": "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
            "jobs": [ "ticket-triage" ],
            "per_day": "5 USD",
            "created": "2026-11-22T12:00:00Z"
          }
        ]
      }
      ```
      """;

  KeyDescriptionTest() {
    super("keys.json", KeyFile.FILE);
  }

  @Override
  protected Path schema() {
    return Path.of("gateway/src/main/resources/dev/metier/account/keys.schema.json");
  }

  @Override
  protected Path reference() {
    return Path.of("docs/reference/keys-json.md");
  }

  @Override
  protected String head() {
    return HEAD;
  }

  @Override
  protected Reading reading() {
    return new Reading(Reading.Notation.JSON);
  }

  @Override
  protected boolean refers(Table.Slot<?> slot) {
    return false;
  }
}
