package dev.metier.learn;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Sends a text to the strong model when that is worth enough for it. Thread-safe.
public final class LearnedRouter {
  private static final String FORM = "metier router 1";

  /// A file that tells of more cases is none of ours.
  private static final int MOST_CASES = 10_000_000;

  private static final int TOLD = 5;

  private final TextRegression worth;
  private final double threshold;
  private final Isotonic calibration;
  private final List<String> cases;

  /// A decision.
  ///
  /// @param worth what the strong model seems worth here
  /// @param gain what it is worth on average where it seems so
  public record Decision(boolean strong, double worth, double gain) {}

  /// What decided, most first.
  ///
  /// @param features what the prediction is made of
  /// @param neighbours names of the cases that are nearest; empty where features decided
  public record Grounds(List<Feature> features, List<String> neighbours) {
    public Grounds {
      features = List.copyOf(features);
      neighbours = List.copyOf(neighbours);
    }
  }

  /// A feature of a text.
  ///
  /// @param name a number of its structure, or letters of the text in quotes
  /// @param worth what it adds; above 0 it speaks for the strong model
  public record Feature(String name, double worth) {}

  /// @param worth predicts what the strong model is worth
  /// @param threshold from which predicted worth on the strong model answers
  /// @param calibration what a predicted worth really is, on average
  /// @param cases the names of those that were learned from
  public LearnedRouter(
      TextRegression worth, double threshold, Isotonic calibration, List<String> cases) {
    this.worth = worth;
    this.threshold = threshold;
    this.calibration = calibration;
    this.cases = List.copyOf(cases);
  }

  public double threshold() {
    return threshold;
  }

  /// Decides about a text whose slice nobody tells.
  public Decision decide(NgramCounts text) {
    return decide(text, "");
  }

  /// Decides about a text.
  ///
  /// @param slice empty where requests do not tell it
  public Decision decide(NgramCounts text, String slice) {
    double predicted = worth.at(text, slice);
    return new Decision(predicted > threshold, predicted, calibration.at(predicted));
  }

  /// What decided about a text.
  ///
  /// @param spelled whether its letters may be told
  public Grounds grounds(RequestText text, boolean spelled) {
    NgramCounts counts = text.counts();
    var neighbours =
        worth.nearest(counts).stream()
            .limit(TOLD)
            .filter(each -> each.row() < cases.size())
            .map(each -> cases.get(each.row()))
            .toList();
    var letters = spelled ? NgramCounts.spelled(text.text()) : java.util.Map.<Integer, String>of();
    var features = new ArrayList<Feature>();
    double words = 0;
    for (var part : worth.parts(counts)) {
      if (part.component() >= NgramCounts.SLOTS) {
        int number = part.component() - NgramCounts.SLOTS;
        features.add(new Feature(NgramCounts.structureWord(number), part.worth()));
      } else if (spelled) {
        String said = letters.getOrDefault(part.component(), "");
        features.add(new Feature("\"" + said + "\"", part.worth()));
      } else {
        words += part.worth();
      }
    }
    if (words != 0) {
      features.add(new Feature("its words", words));
    }
    features.sort(Comparator.comparingDouble((Feature each) -> -Math.abs(each.worth())));
    return new Grounds(features.subList(0, Math.min(TOLD, features.size())), neighbours);
  }

  /// All of it, as the bytes of a file.
  public byte[] bytes() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeUTF(FORM);
      out.writeDouble(threshold);
      calibration.write(out);
      worth.write(out);
      out.writeInt(cases.size());
      for (String each : cases) {
        out.writeUTF(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// The router that the bytes of a file are.
  ///
  /// @throws IOException when they are none
  public static LearnedRouter read(byte[] file) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(file));
    if (!in.readUTF().equals(FORM)) {
      throw new IOException("it is of another form");
    }
    double threshold = in.readDouble();
    var calibration = Isotonic.read(in);
    var worth = TextRegression.read(in);
    int count = in.readInt();
    if (count < 0 || count > MOST_CASES) {
      throw new IOException("it names " + count + " cases");
    }
    var cases = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      cases.add(in.readUTF());
    }
    return new LearnedRouter(worth, threshold, calibration, cases);
  }
}
