package dev.metier.ledger;

import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.ledger.Columns.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// What the ledger holds for one job and one model under one setting.
///
/// @param setting see TrialKey; another build of the model, another prompt or other parameters give
///   another one
/// @param prompt what was asked, whatever the model; see `Hashes.prompt`; empty when an early
///   ledger kept it
/// @param fingerprint hash of the model's fingerprint that was remembered when its first entry came
/// @param look the number of the look at the job's cases at which the first entry was asked for, at
///   least 1
/// @param first when its earliest entry began
/// @param last when its latest entry began
public record SettingInfo(
    String setting,
    JobName job,
    ModelName model,
    Optional<String> prompt,
    Optional<String> fingerprint,
    int look,
    Instant first,
    Instant last,
    long entries) {
  static final String SQL =
      """
      select s.hash, j.name, m.name, s.prompt, f.hash, coalesce(cell.look, 1), cell.first_at, cell.last_at, cell.entries
      from cell
        join setting s on s.id = cell.setting
        join job j on j.id = cell.job
        join model m on m.id = cell.model
        left join fingerprint f on f.id = cell.fingerprint
      where cell.entries > 0
      order by cell.id\
      """;

  /// Those under which trials began in a time.
  static final String ANSWERED =
      """
      select distinct s.hash from entry e join setting s on s.id = e.setting
      where e.began between ? and ?\
      """;

  /// How many trials were served and set aside.
  static final String SERVED_ASIDE =
      """
      select count(*) from entry where setting = (select id from setting where hash = ?)
        and superseded > 0 and served = 1\
      """;

  static SettingInfo of(Row row) throws SQLException {
    return new SettingInfo(
        row.plain(),
        new JobName(row.plain()),
        new ModelName(row.plain()),
        row.optionalString(),
        row.optionalString(),
        (int) row.number(),
        row.time(),
        row.time(),
        row.number());
  }
}
