package dev.metier.account;

import static dev.metier.form.Table.Slot.key;

import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.JobName;
import dev.metier.job.Money;
import dev.metier.policy.Amounts;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One virtual key, as it stands in the file of keys.
final class KeyReader {
  private static final Slot<String> OWNER =
      key(
              "name",
              ScalarReader.parsed(
                  "a name of letters, digits and ` ._@+-`, at most 80",
                  KeyFile.NAME,
                  text -> Optional.of(text).filter(KeyFile::nameAllowed)),
              "Who it is for.",
              "\"ana\"")
          .needed();
  private static final Slot<String> HASH =
      key(
              "hash",
              ScalarReader.parsed(
                  "a hash of 64 hexadecimal characters",
                  "[0-9a-f]{64}",
                  text -> Optional.of(text).filter(t -> t.matches("[0-9a-f]{64}"))),
              "SHA-256 of the key's text.",
              "\"5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8\"")
          .needed();
  private static final Slot<List<JobName>> JOBS =
      key(
              "jobs",
              // An empty list is wrong: taking the last job away would allow them all.
              Shape.some(
                  ScalarReader.parsed(
                          "the name of a job",
                          "[A-Za-z0-9][A-Za-z0-9_.-]{0,79}",
                          text -> Optional.of(new JobName(text)))
                      .then(KeyReading::known),
                  "Leave out `jobs` to allow every job, or revoke the key."),
              "The jobs it may ask for.",
              "[\"ticket-triage\"]")
          .otherwise("every job");
  private static final Slot<Money> PER_DAY =
      key("per_day", Amounts.money(), "Most money a day (UTC).", "\"5 USD\"").otherwise("no limit");
  private static final Slot<Integer> PER_MINUTE =
      key("per_minute", ScalarReader.count(), "Most requests in any minute.", "60")
          .otherwise("no limit");
  private static final Slot<Boolean> MAY_OVERRIDE =
      key(
              "may_override",
              ScalarReader.flag(),
              "Whether its client may name the job in the header `x-metier-job` instead of the"
                  + " `model` field.",
              "false")
          .usually(false, "false");
  private static final Slot<Instant> CREATED =
      key("created", ScalarReader.moment(), "When it was made.", "\"2026-11-22T12:00:00Z\"")
          .needed();

  static final Shape<VirtualKey> KEY =
      Table.shape(
              "key",
              "A key that the gateway gave to a client.",
              OWNER,
              HASH,
              JOBS,
              PER_DAY,
              PER_MINUTE,
              MAY_OVERRIDE,
              CREATED)
          .then(KeyReader::read);

  private KeyReader() {}

  private static Optional<VirtualKey> read(Table table, Place place, Reading reading) {
    return table.sound()
        ? Optional.of(
            new VirtualKey(
                table.value(OWNER),
                table.value(HASH),
                new HashSet<>(table.find(JOBS).orElse(List.of())),
                table.find(PER_DAY),
                table.find(PER_MINUTE).map(OptionalInt::of).orElse(OptionalInt.empty()),
                table.value(MAY_OVERRIDE),
                table.value(CREATED)))
        : Optional.empty();
  }
}
