package dev.metier.terminal.label;

import dev.metier.label.draft.CaseDrafts;
import dev.metier.label.draft.CaseDrafts.Edit;
import dev.metier.label.draft.CaseDrafts.Waiting;
import dev.metier.terminal.label.KeyPress.Typed;
import dev.metier.terminal.label.Sheet.Section;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A person decides on drafts of cases, one key each: accepted, mended or dropped, and written into
/// the file at once.
public final class DraftSitting {
  private static final List<String> KEYS =
      List.of("1 accept", "2 drop the case", "e edit and accept", "u undo", "q quit");

  private enum Decision {
    ACCEPTED,
    MENDED,
    DROPPED
  }

  private record Decided(Edit edit, Decision how) {}

  private final String job;
  private final List<Waiting> drafts;
  private final Deque<Decided> decided = new ArrayDeque<>();
  private String message = "";

  public DraftSitting(String job, List<Waiting> drafts) {
    this.job = job;
    this.drafts = List.copyOf(drafts);
  }

  /// Goes on until the person quits or all drafts are decided.
  ///
  /// @return whether all are
  public boolean run(SheetView view) {
    boolean open = true;
    while (open && decided.size() < drafts.size()) {
      Waiting draft = drafts.get(decided.size());
      Sheet sheet = sheet(draft);
      message = "";
      open = view.ask(sheet) instanceof Typed(int c) && took((char) c, draft, view);
    }
    return decided.size() == drafts.size();
  }

  private boolean took(char key, Waiting draft, SheetView view) {
    switch (key) {
      case '1' -> accept(draft, draft.draft().answer(), Decision.ACCEPTED);
      case '2' -> decided.push(new Decided(CaseDrafts.drop(draft), Decision.DROPPED));
      case 'e' -> {
        Optional<String> text = view.edit("Expected:", draft.draft().answer());
        text.filter(t -> !t.isBlank()).ifPresent(t -> accept(draft, t, Decision.MENDED));
      }
      case 'u' -> undo();
      case 'q' -> {
        return false;
      }
      default -> message = "The keys are 1, 2, e, u and q.";
    }
    return true;
  }

  private void accept(Waiting draft, String expected, Decision how) {
    decided.push(new Decided(CaseDrafts.accept(draft, expected), how));
  }

  private void undo() {
    if (decided.isEmpty()) {
      message = "There is nothing to take back in this sitting.";
    } else {
      CaseDrafts.undo(decided.pop().edit());
      message = "Taken back.";
    }
  }

  private Sheet sheet(Waiting draft) {
    var sections = new ArrayList<Section>();
    String input =
        draft.vars().size() == 1
            ? draft.vars().values().iterator().next()
            : draft.vars().entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .collect(Collectors.joining("\n"));
    sections.add(new Section("Input", input, true));
    if (!draft.slices().isEmpty()) {
      sections.add(new Section("Slices", draft.slices(), true));
    }
    String who = draft.draft().model().map(model -> " (written by " + model + ")").orElse("");
    sections.add(new Section("Draft of what is expected" + who, draft.draft().answer(), false));
    return new Sheet(job + ": drafts", status(), sections, message, KEYS);
  }

  /// `12 of 30; 8 accepted, 1 mended, 3 dropped`.
  public String status() {
    return "%d of %d; %d accepted, %d mended, %d dropped"
        .formatted(
            decided.size(),
            drafts.size(),
            count(Decision.ACCEPTED),
            count(Decision.MENDED),
            count(Decision.DROPPED));
  }

  private long count(Decision how) {
    return decided.stream().filter(each -> each.how() == how).count();
  }
}
