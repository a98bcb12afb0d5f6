package dev.metier.learn;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Gives texts one of a few labels: a ridge regression of n-grams for each label, and the highest
/// wins. Thread-safe.
public final class LabelModel {
  private static final double PENALTY = 1;
  private static final String FORM = "metier n-grams 1";

  /// A file that tells of more is none of ours.
  private static final int MOST_LABELS = 10_000;

  private final List<String> labels;
  private final FeatureSpace space;
  private final List<Ridge.Linear> linear;

  /// A text and its label.
  public record Labelled(NgramCounts text, String label) {}

  private LabelModel(List<String> labels, FeatureSpace space, List<Ridge.Linear> linear) {
    this.labels = List.copyOf(labels);
    this.space = space;
    this.linear = List.copyOf(linear);
  }

  /// Learns from texts with labels, at least one.
  public static LabelModel fit(List<Labelled> texts) {
    var space = FeatureSpace.of(texts.stream().map(Labelled::text).toList());
    var labels = texts.stream().map(Labelled::label).distinct().sorted().toList();
    var rows = texts.stream().map(text -> space.ngrams(text.text())).toList();
    var linear =
        labels.stream()
            .map(label -> {
              double[] targets =
                  texts.stream().mapToDouble(t -> t.label().equals(label) ? 1 : 0).toArray();
              return Ridge.fit(rows, targets, PENALTY, NgramCounts.SLOTS);
            })
            .toList();
    return new LabelModel(labels, space, linear);
  }

  /// The labels that it knows, sorted.
  public List<String> labels() {
    return labels;
  }

  /// The label of a text.
  public String label(NgramCounts text) {
    var vector = space.ngrams(text);
    int highest = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < labels.size(); i++) {
      double at = linear.get(i).at(vector);
      if (at > most) {
        most = at;
        highest = i;
      }
    }
    return labels.get(highest);
  }

  /// All of it, as the bytes of a file.
  public byte[] bytes() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeUTF(FORM);
      out.writeInt(labels.size());
      for (int i = 0; i < labels.size(); i++) {
        out.writeUTF(labels.get(i));
        out.writeDouble(linear.get(i).intercept());
      }
      float[] rarity = space.rarity();
      float unseen = 0;
      for (float r : rarity) {
        unseen = Math.max(unseen, r);
      }
      float usual = unseen;
      int[] seen = IntStream.range(0, rarity.length).filter(i -> rarity[i] < usual).toArray();
      out.writeFloat(unseen);
      out.writeInt(seen.length);
      for (int slot : seen) {
        out.writeInt(slot);
        out.writeFloat(rarity[slot]);
        weights(out, slot);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void weights(DataOutputStream out, int component) throws IOException {
    for (Ridge.Linear each : linear) {
      out.writeFloat((float) each.weights()[component]);
    }
  }

  /// The model that the bytes of a file are.
  ///
  /// @throws IOException when they are none
  public static LabelModel read(byte[] file) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(file));
    if (!in.readUTF().equals(FORM)) {
      throw new IOException("it is of another form");
    }
    int count = in.readInt();
    if (count < 1 || count > MOST_LABELS) {
      throw new IOException("it names " + count + " labels");
    }
    var labels = new ArrayList<String>();
    var intercepts = new double[count];
    for (int i = 0; i < count; i++) {
      labels.add(in.readUTF());
      intercepts[i] = in.readDouble();
    }
    var weights = new double[count][NgramCounts.SLOTS];
    var rarity = new float[NgramCounts.SLOTS];
    Arrays.fill(rarity, in.readFloat());
    int seen = in.readInt();
    for (int i = 0; i < seen; i++) {
      int slot = in.readInt();
      if (slot < 0 || slot >= rarity.length) {
        throw new IOException("it names an n-gram that does not exist");
      }
      rarity[slot] = in.readFloat();
      read(in, weights, slot);
    }
    var linear =
        IntStream.range(0, count)
            .mapToObj(i -> new Ridge.Linear(weights[i], intercepts[i]))
            .toList();
    return new LabelModel(labels, FeatureSpace.ofNgrams(rarity), linear);
  }

  private static void read(DataInputStream in, double[][] weights, int component)
      throws IOException {
    for (double[] each : weights) {
      each[component] = in.readFloat();
    }
  }
}
