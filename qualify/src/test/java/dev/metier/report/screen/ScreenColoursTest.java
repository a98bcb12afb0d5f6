package dev.metier.report.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Whether verdicts can be told apart and texts be read, computed from the style sheet that is
/// shipped: contrast by WCAG 2.x, the sight of the colour-blind by Machado (2009) at full severity,
/// differences by CIEDE2000.
class ScreenColoursTest {
  private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): (#[0-9a-f]{3,6});");
  private static final List<String> VERDICTS =
      List.of("fit", "unfit", "undecided", "forbidden", "expired");
  private static final Map<String, double[][]> SIGHTS =
      Map.of(
          "usual",
          new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
          "protan",
          new double[][] {
            {0.152286, 1.052583, -0.204868},
            {0.114503, 0.786281, 0.099216},
            {-0.003882, -0.048116, 1.051998}
          },
          "deutan",
          new double[][] {
            {0.367322, 0.860646, -0.227968},
            {0.280085, 0.672501, 0.047413},
            {-0.011820, 0.042940, 0.968881}
          },
          "tritan",
          new double[][] {
            {1.255528, -0.076749, -0.178779},
            {-0.078411, 0.930809, 0.147602},
            {0.004733, 0.691367, 0.303900}
          });

  private record Theme(Map<String, String> colours) {
    String get(String name) {
      return Optional.ofNullable(colours.get(name)).orElseThrow();
    }
  }

  private static List<Theme> themes() {
    String style = Screens.style();
    int dark = style.indexOf("prefers-color-scheme: dark");
    int end = style.indexOf("* { box-sizing");
    return List.of(colours(style.substring(0, dark)), colours(style.substring(dark, end)));
  }

  private static Theme colours(String css) {
    var colours = new HashMap<String, String>();
    COLOUR.matcher(css).results().forEach(found -> colours.put(found.group(1), found.group(2)));
    return new Theme(colours);
  }

  /// Red, green and blue, linear, 0 to 1.
  private static double[] linear(String hex) {
    String digits =
        hex.length() == 4 ? hex.substring(1).replaceAll("(.)", "$1$1") : hex.substring(1);
    double[] rgb = new double[3];
    for (int i = 0; i < 3; i++) {
      double c = Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16) / 255.0;
      rgb[i] = c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
    return rgb;
  }

  private static double contrast(String one, String other) {
    double a = luminance(linear(one)) + 0.05;
    double b = luminance(linear(other)) + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  }

  private static double luminance(double[] rgb) {
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  }

  private static double[] times(double[][] matrix, double[] v) {
    double[] product = new double[3];
    for (int i = 0; i < 3; i++) {
      product[i] = matrix[i][0] * v[0] + matrix[i][1] * v[1] + matrix[i][2] * v[2];
    }
    return product;
  }

  private static double[] lab(String hex, double[][] sight) {
    double[] rgb = times(sight, linear(hex));
    for (int i = 0; i < 3; i++) {
      rgb[i] = Math.clamp(rgb[i], 0, 1);
    }
    double[] xyz =
        times(
            new double[][] {
              {0.4124564, 0.3575761, 0.1804375},
              {0.2126729, 0.7151522, 0.0721750},
              {0.0193339, 0.1191920, 0.9503041}
            },
            rgb);
    double x = f(xyz[0] / 0.95047);
    double y = f(xyz[1]);
    double z = f(xyz[2] / 1.08883);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double f(double t) {
    return t > 216 / 24389.0 ? Math.cbrt(t) : (24389 / 27.0 * t + 16) / 116;
  }

  /// CIEDE2000; checked against the test data of Sharma, Wu and Dalal (2005).
  private static double difference(double[] one, double[] other) {
    double c = (Math.hypot(one[1], one[2]) + Math.hypot(other[1], other[2])) / 2;
    double g = 0.5 * (1 - Math.sqrt(Math.pow(c, 7) / (Math.pow(c, 7) + Math.pow(25, 7))));
    double a1 = (1 + g) * one[1];
    double a2 = (1 + g) * other[1];
    double c1 = Math.hypot(a1, one[2]);
    double c2 = Math.hypot(a2, other[2]);
    double h1 = hue(a1, one[2]);
    double h2 = hue(a2, other[2]);
    double dh = c1 * c2 == 0 ? 0 : ((h2 - h1 + 540) % 360) - 180;
    double meanC = (c1 + c2) / 2;
    double meanL = (one[0] + other[0]) / 2;
    double meanH =
        c1 * c2 == 0
            ? h1 + h2
            : Math.abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : ((h1 + h2 + 360) / 2) % 360;
    double t =
        1
            - 0.17 * cos(meanH - 30)
            + 0.24 * cos(2 * meanH)
            + 0.32 * cos(3 * meanH + 6)
            - 0.20 * cos(4 * meanH - 63);
    double sl = 1 + 0.015 * Math.pow(meanL - 50, 2) / Math.sqrt(20 + Math.pow(meanL - 50, 2));
    double l = (other[0] - one[0]) / sl;
    double chroma = (c2 - c1) / (1 + 0.045 * meanC);
    double hue =
        2 * Math.sqrt(c1 * c2) * Math.sin(Math.toRadians(dh / 2)) / (1 + 0.015 * meanC * t);
    double turn =
        -2
            * Math.sqrt(Math.pow(meanC, 7) / (Math.pow(meanC, 7) + Math.pow(25, 7)))
            * Math.sin(Math.toRadians(60 * Math.exp(-Math.pow((meanH - 275) / 25, 2))));
    return Math.sqrt(l * l + chroma * chroma + hue * hue + turn * chroma * hue);
  }

  private static double hue(double a, double b) {
    return a == 0 && b == 0 ? 0 : (Math.toDegrees(Math.atan2(b, a)) + 360) % 360;
  }

  private static double cos(double degrees) {
    return Math.cos(Math.toRadians(degrees));
  }

  @Test
  void theDifferenceIsThatOfTheReferenceData() {
    assertThat(difference(new double[] {50, 2.6772, -79.7751}, new double[] {50, 0, -82.7485}))
        .isCloseTo(2.0425, offset(1e-4));
    assertThat(difference(new double[] {50, 2.5, 0}, new double[] {73, 25, -18}))
        .isCloseTo(27.1492, offset(1e-4));
    assertThat(
            difference(
                new double[] {2.0776, 0.0795, -1.1350}, new double[] {0.9033, -0.0636, -0.5514}))
        .isCloseTo(0.9082, offset(1e-4));
  }

  @Test
  void verdictsAreToldApartByEveryKindOfSight() {
    for (Theme theme : themes()) {
      for (var sight : SIGHTS.entrySet()) {
        for (int i = 0; i < VERDICTS.size(); i++) {
          for (int j = 0; j < i; j++) {
            double apart =
                difference(
                    lab(theme.get(VERDICTS.get(i)), sight.getValue()),
                    lab(theme.get(VERDICTS.get(j)), sight.getValue()));
            assertThat(apart)
                .as(sight.getKey() + ": " + VERDICTS.get(i) + " and " + VERDICTS.get(j))
                .isGreaterThan(i < 3 ? 20 : 12);
          }
        }
      }
    }
  }

  @Test
  void textsCanBeReadAndMarksBeSeenOnEverySurface() {
    for (Theme theme : themes()) {
      for (String surface : List.of("card", "paper")) {
        for (String text : List.of("ink", "soft", "link")) {
          assertThat(contrast(theme.get(text), theme.get(surface))).isGreaterThan(4.5);
        }
        assertThat(contrast(theme.get("edge"), theme.get(surface))).isGreaterThan(3);
      }
      for (String verdict : VERDICTS) {
        String tint = theme.get(verdict + "-tint");
        for (String text : List.of(verdict, "ink", "soft")) {
          assertThat(contrast(theme.get(text), tint))
              .as(text + " on " + verdict)
              .isGreaterThan(4.5);
        }
      }
    }
  }
}
