package dev.metier.ledger;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Price;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.plan.TrialKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Every trial that was paid for, kept once and for good.
///
/// What each implementation holds to (`LedgerContract`):
///
/// * **Nothing is lost.** What a method has written when it returns survives the end of this
///   process, however it ends; only a ledger that says that it is gone when closed may lose it. A
///   power cut may take the last moments' entries, never a part of one and nothing older.
/// * **All or nothing.** A method that writes has written everything when it returns, and nothing
///   when it throws; nobody sees a part of it.
/// * **Order.** Entries are numbered in the order in which they were added; "the oldest first"
///   means by these numbers, which no later entry gets before.
/// * **Any text** comes back as it was, also NUL and lone surrogates; moments to the millisecond.
/// * **Thread-safe.** Any number of threads read and write at once, and a reader sees all that was
///   written before it began. One run at a time has a ledger for itself; readers and gateways work
///   beside it, in other processes too.
/// * **Errors.** [ProblemsException] with a remedy for what the world around did (damage, no room,
///   no rights, no connection); [IllegalArgumentException] for a caller's mistake;
///   [IllegalStateException] for writing to a ledger that was opened for reading.
public interface Ledger extends AutoCloseable {
  /// Adds entries. Of several entries with the same key the first one stays, unless it was set
  /// aside. Answers of another model than the one that was asked are set aside from the beginning.
  ///
  /// @return how many were new
  int append(List<Entry> entries);

  /// Sets aside what is kept under a setting, so that it is asked anew: it stays, is exported, and
  /// counts no more.
  ///
  /// @param unserved only trials that brought no usable answer
  /// @return how many were set aside
  int setAside(String setting, boolean unserved);

  /// How many answers of the asked model under a setting were served, and set aside all the same.
  long servedAside(String setting);

  /// The name by which the first answer of the asked model under a setting went; empty where only
  /// versions before 9 kept answers, and where no server tells it.
  Optional<String> servedModel(String setting);

  /// Which other models answered under a setting, by the names of their answers, the oldest first.
  List<OtherModel> otherModels(String setting);

  /// Tells which cases will probably be asked next: their names by their hashes. Nothing is kept by
  /// this alone; whoever notes them together, when the first of them was asked, writes much less.
  default void internCases(Map<String, String> cases) {}

  /// Adds grades to kept answers. A grade by graders that graded the answer before is ignored,
  /// unless that grade was broken, which is none.
  ///
  /// @return how many were new
  /// @throws IllegalArgumentException when an answer is not kept
  int regrade(List<Regrade> grades);

  /// What was found under a setting, as graded by these graders and billed in its day.
  default List<Outcome> outcomes(String setting, String grading) {
    return outcomes(setting, grading, new Price.Unknown());
  }

  /// What was found under a setting, as graded by these graders, at this price, the oldest first.
  /// Called often, and for hundreds of thousands of entries.
  List<Outcome> outcomes(String setting, String grading, Price price);

  /// The trials under a setting that brought no usable answer, the oldest first.
  List<Unserved> unserved(String setting);

  /// The answers under a setting on which these graders failed, the oldest first.
  List<BrokenGrade> brokenGrades(String setting, String grading);

  /// Which trials are kept under a setting, whoever graded them.
  default Set<TrialKey> keys(String setting) {
    return keys(setting, Instant.ofEpochMilli(Long.MAX_VALUE));
  }

  /// The same, of the trials that had begun at a moment.
  Set<TrialKey> keys(String setting, Instant moment);

  /// Hands over what is kept, the oldest first, one at a time. `each` may use this ledger.
  void answers(Filter filter, Consumer<KeptAnswer> each);

  /// All that is kept under a setting, the oldest first.
  default List<KeptAnswer> answers(String setting) {
    var answers = new ArrayList<KeptAnswer>();
    answers(Filter.setting(setting), answers::add);
    return answers;
  }

  /// The cases with an answer under a setting that has a text in it; letters of ASCII match whether
  /// great or small.
  default Set<String> mentioning(String setting, String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    var contents = new HashSet<String>();
    answers(
        Filter.setting(setting),
        kept -> {
          if (KeptAnswer.said(kept.answer()).toLowerCase(Locale.ROOT).contains(wanted)) {
            contents.add(kept.key().content());
          }
        });
    return contents;
  }

  /// The grades under a setting that these graders gave and that are no pass, the oldest answer
  /// first.
  default List<FailedGrade> failedGrades(String setting, String grading) {
    var failed = new ArrayList<FailedGrade>();
    answers(
        Filter.setting(setting).gradedBy(grading).scoreBelow(1),
        kept ->
            kept.gradeBy(grading)
                .ifPresent(grade -> failed.add(new FailedGrade(kept.key().content(), grade))));
    return failed;
  }

  /// What was last remembered of a model.
  Optional<Fingerprint> lastFingerprint(ModelName model);

  /// Remembers what a model is now, in place of what it was; entries that begin a new setting from
  /// here on are filed under it.
  void remember(ModelName model, Fingerprint fingerprint);

  /// What the ledger holds, by job, model and setting, the oldest first.
  List<SettingInfo> settings();

  /// The cases that a model was asked for a job, under every setting, the oldest first.
  List<AskedCase> asked(JobName job, ModelName model);

  /// Files what is kept under one setting's hash under another one, unless that has something.
  ///
  /// @param prompt see SettingInfo
  void readdress(String from, String to, String prompt);

  /// Files the answers to cases under other hashes and names of these, where no case has the new
  /// hash.
  ///
  /// @param cases the new hash and name by the former hash
  void readdressCases(Map<String, Map.Entry<String, String>> cases);

  /// The cases that each look at a job's cases added, the first look first; see CommittedOrder.
  List<List<String>> looks(JobName job);

  /// Keeps what the looks at a job's cases added, in place of what was kept of it.
  void keepLooks(JobName job, List<List<String>> looks);

  /// Notes a search of a job's kept answers for chains of models. The same search again is noted
  /// once.
  ///
  /// @param search hash of what was searched, and on which cases
  /// @param cases the hashes of these cases
  /// @return how many searches there were with any of these cases, this one included
  int noteSearch(JobName job, String search, Set<String> cases);

  /// Notes that a run begins.
  ///
  /// @return its number, larger than those of earlier runs
  long beginRun(Instant started);

  /// Notes how a run ended.
  void endRun(long run, Instant ended, RunInfo.End how, long calls, Money spent);

  /// All runs, the oldest first.
  List<RunInfo> runs();

  /// Keeps what a run was to find out; what is kept of the same run, job and model stays.
  void keepRunCells(List<RunCell> cells);

  /// What runs were to find out, the oldest first; what died before its end kept nothing of it.
  List<RunCell> runCells();

  /// The settings under which trials began in a time, both ends included.
  ///
  /// @param until empty for all since
  Set<String> answeredIn(Instant from, Optional<Instant> until);

  /// How many entries there are that count.
  default long size() {
    return settings().stream().mapToLong(SettingInfo::entries).sum();
  }

  @Override
  void close();
}
