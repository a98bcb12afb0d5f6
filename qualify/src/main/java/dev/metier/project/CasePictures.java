package dev.metier.project;

import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.job.Case;
import dev.metier.job.Picture;
import dev.metier.project.cases.CaseFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Pictures that cases bring, by paths in the project's folder. What is wrong with them is told at
/// the place of the case.
final class CasePictures {
  /// The most pictures of a case.
  private static final int MOST = 20;

  /// The most bytes of all pictures of a case, so that a request with them is taken everywhere.
  private static final int MOST_BYTES = 14 << 20;

  private final ProjectReading reading;
  private final Map<String, Optional<Picture>> known = new HashMap<>();

  private CasePictures(ProjectReading reading) {
    this.reading = reading;
  }

  /// The cases with the pictures that they bring.
  static Optional<List<CaseFiles.Loaded>> read(
      List<CaseFiles.Loaded> files, Place place, Reading reading) {
    if (files.stream().allMatch(file -> file.images().isEmpty())) {
      return Optional.of(files);
    }
    var own = new CasePictures(ProjectReading.of(reading));
    return Optional.of(files.stream().map(own::shown).toList());
  }

  private CaseFiles.Loaded shown(CaseFiles.Loaded file) {
    var cases = new ArrayList<>(file.cases());
    file.images()
        .forEach((index, paths) -> {
          Case given = cases.get(index);
          cases.set(index, given.showing(pictures(given, paths, file.places().apply(index))));
        });
    return file.with(cases);
  }

  private List<Picture> pictures(Case given, List<String> paths, Place place) {
    var pictures = new ArrayList<Picture>();
    for (String path : paths) {
      known.computeIfAbsent(path, _ -> picture(path, place)).ifPresent(pictures::add);
    }
    long bytes = pictures.stream().mapToLong(Picture::size).sum();
    if (pictures.size() > MOST || bytes > MOST_BYTES) {
      reading.problem(
          place,
          "Case "
              + given.id()
              + " has "
              + (pictures.size() > MOST
                  ? pictures.size() + " pictures."
                  : bytes / (1 << 20) + " MB of pictures."),
          "At most " + MOST + " pictures and " + MOST_BYTES / (1 << 20) + " MB are sent at once.");
    }
    return List.copyOf(pictures);
  }

  private Optional<Picture> picture(String path, Place place) {
    return reading.file(path, place).flatMap(file -> inside(path, file, place));
  }

  /// A case never reads a file from elsewhere, be it by a symbolic link.
  private Optional<Picture> inside(String path, Path file, Place place) {
    try {
      if (!file.toRealPath().startsWith(reading.resolve("").toAbsolutePath().toRealPath())) {
        return wrong(place, path + " is not in the project's folder.", "Copy the picture into it.");
      }
      long size = Files.size(file);
      if (size > Picture.MOST_BYTES) {
        return wrong(
            place,
            path + " has " + size / 1_000_000 + " MB.",
            "Pictures have at most 5 MB; make it smaller.");
      }
      Optional<Picture> picture = Picture.of(file);
      return picture.isPresent()
          ? picture
          : wrong(place, path + " is no picture.", "PNG, JPEG and WebP are read.");
    } catch (IOException e) {
      return wrong(place, path + " cannot be read: " + e.getMessage() + ".", "");
    }
  }

  private Optional<Picture> wrong(Place place, String what, String hint) {
    reading.problem(place, what, hint);
    return Optional.empty();
  }
}
