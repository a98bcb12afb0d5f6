package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartUpCacheTest {
  private static final long PACKED = 1_795_834_538;

  @TempDir Path folder;

  @Test
  void aJarThatWasCopiedWithoutItsTimeIsToldAndOnlyThen() throws IOException {
    Path jar = Files.createFile(folder.resolve("metier.jar"));
    Files.createFile(folder.resolve("metier.aot"));
    Files.setLastModifiedTime(jar, FileTime.from(Instant.ofEpochSecond(PACKED)));
    assertThat(StartUpCache.trouble(PACKED, jar)).isEmpty();
    assertThat(StartUpCache.trouble(0, jar)).as("a clone").isEmpty();
    Files.setLastModifiedTime(jar, FileTime.from(Instant.ofEpochSecond(PACKED + 1)));
    assertThat(StartUpCache.trouble(PACKED, jar))
        .get()
        .asString()
        .contains(jar.toString(), "cp -a");
    Files.delete(folder.resolve("metier.aot"));
    assertThat(StartUpCache.trouble(PACKED, jar)).as("without a cache").isEmpty();
  }
}
