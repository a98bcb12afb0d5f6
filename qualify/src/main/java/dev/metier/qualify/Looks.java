package dev.metier.qualify;

import dev.metier.job.Job;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.SettingInfo;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Questions;
import java.util.ArrayList;
import java.util.List;

/// The committed orders of jobs, with what the ledger keeps of their earlier looks. Thread-safe.
///
/// @param settings what the ledger holds
record Looks(Ledger ledger, List<SettingInfo> settings) {
  /// A job's order as it stands: cases that no look had yet are behind those that one had.
  CommittedOrder order(Job job) {
    return CommittedOrder.of(job, kept(job));
  }

  /// The same, and notes in the ledger what the job is qualified with from here on.
  CommittedOrder commit(Job job) {
    List<List<String>> looks = kept(job);
    var order = CommittedOrder.of(job, looks);
    if (order.added().isEmpty() && ledger.looks(job.name()).equals(looks)) {
      return order;
    }
    List<List<String>> more = new ArrayList<>(looks);
    if (!order.added().isEmpty()) {
      more.add(order.added());
    }
    ledger.keepLooks(job.name(), more);
    return looks.isEmpty() ? order : CommittedOrder.of(job, more);
  }

  /// The order as a model's answers are counted in: planned for were the cases that were there when
  /// its first answer was asked for.
  CommittedOrder counted(CommittedOrder order, Job job, Questions questions) {
    return settings.stream()
        .filter(s -> s.job().equals(job.name()) && s.entries() > 0)
        .filter(s -> questions.isAt(s.setting()))
        .findFirst()
        .map(s -> order.begunAt(s.look()))
        .orElseGet(order::fresh);
  }

  /// A look counts when something was answered.
  private List<List<String>> kept(Job job) {
    boolean answered =
        settings.stream().anyMatch(s -> s.job().equals(job.name()) && s.entries() > 0);
    if (!answered) {
      return List.of();
    }
    List<List<String>> looks = ledger.looks(job.name());
    return looks.isEmpty() ? List.of(CommittedOrder.firstOfVersion1(job)) : looks;
  }
}
