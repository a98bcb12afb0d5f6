package dev.metier.label.session;

import dev.metier.core.text.Digest;
import dev.metier.label.LabelledAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Errors made from right answers by rules: two digits transposed, the label of another case, a
/// sentence of another case. They fill the class of wrong answers where models' own errors are too
/// few, and are marked. The same answers give the same errors.
public final class MadeUpErrors {
  private static final int MOST_LABELS = 20;
  private static final int LONGEST_LABEL = 60;
  private static final Pattern DIGITS = Pattern.compile("(?=(\\d)(?!\\1)\\d)");
  private static final Pattern DIGIT = Pattern.compile("\\d");
  private static final Pattern SENTENCE = Pattern.compile("[^.!?\\n]{12,}[.!?](?=\\s|$)");

  private final List<AnsweredCase> right;
  private final List<String> labels;

  private MadeUpErrors(List<AnsweredCase> right) {
    this.right = right;
    var texts = new TreeSet<String>();
    right.forEach(each -> texts.add(each.answer().text().strip()));
    boolean few =
        texts.size() <= MOST_LABELS
            && texts.size() * 2 <= right.size()
            && texts.stream().allMatch(text -> text.length() <= LONGEST_LABEL);
    this.labels = few ? List.copyOf(texts) : List.of();
  }

  /// The errors that can be made from these right answers.
  public static List<AnsweredCase> of(List<AnsweredCase> right) {
    var made = new MadeUpErrors(right);
    var errors = new ArrayList<AnsweredCase>();
    for (int i = 0; i < right.size(); i++) {
      AnsweredCase one = right.get(i);
      made.otherLabel(one).ifPresent(text -> errors.add(error(one, text, "label of another case")));
      digits(one).ifPresent(text -> errors.add(error(one, text, "digits transposed")));
      made.otherSentence(i)
          .ifPresent(text -> errors.add(error(one, text, "sentence of another case")));
    }
    return errors;
  }

  private static AnsweredCase error(AnsweredCase one, String text, String way) {
    return AnsweredCase.of(
        one.given(), new LabelledAnswer(text, way, true), OptionalDouble.empty());
  }

  private Optional<String> otherLabel(AnsweredCase one) {
    String own = one.answer().text().strip();
    var others = labels.stream().filter(label -> !same(label, own)).toList();
    return others.isEmpty() ? Optional.empty() : Optional.of(others.get(pick(one, others.size())));
  }

  private static boolean same(String one, String other) {
    return one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
  }

  private static Optional<String> digits(AnsweredCase one) {
    String text = one.answer().text();
    List<MatchResult> pairs = DIGITS.matcher(text).results().toList();
    if (!pairs.isEmpty()) {
      int at = pairs.get(pick(one, pairs.size())).start();
      return Optional.of(
          text.substring(0, at) + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2));
    }
    return DIGIT
        .matcher(text)
        .results()
        .findFirst()
        .map(found -> {
          int next = (text.charAt(found.start()) - '0' + 1) % 10;
          return text.substring(0, found.start()) + next + text.substring(found.end());
        });
  }

  /// One of its sentences replaced by one of another case's.
  private Optional<String> otherSentence(int index) {
    AnsweredCase one = right.get(index);
    String text = one.answer().text();
    List<MatchResult> own = SENTENCE.matcher(text).results().toList();
    if (own.isEmpty()) {
      return Optional.empty();
    }
    for (int step = 1; step < right.size(); step++) {
      AnsweredCase other = right.get((index + step) % right.size());
      var sentences = SENTENCE.matcher(other.answer().text()).results().toList();
      if (!other.content().equals(one.content()) && !sentences.isEmpty()) {
        MatchResult place = own.get(pick(one, own.size()));
        String foreign = sentences.get(pick(one, sentences.size())).group().strip();
        String lead = place.group().startsWith(" ") ? " " : "";
        String changed =
            text.substring(0, place.start()) + lead + foreign + text.substring(place.end());
        return text.contains(foreign) ? Optional.empty() : Optional.of(changed);
      }
    }
    return Optional.empty();
  }

  /// A choice that is the same each time.
  private static int pick(AnsweredCase one, int of) {
    byte[] hash = new Digest().add("error/1").add(one.order()).bytes();
    return Math.floorMod(((hash[0] & 0xff) << 16) | ((hash[1] & 0xff) << 8) | (hash[2] & 0xff), of);
  }
}
