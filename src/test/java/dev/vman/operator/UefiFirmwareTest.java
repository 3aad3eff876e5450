package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UefiFirmwareTest {
    @TempDir private Path folder;

    private UefiFirmware firmware(String name, int bytes) throws IOException {
        Path variables = Files.write(folder.resolve(name), new byte[bytes]);
        return new UefiFirmware(folder.resolve(name + "-code"), variables);
    }

    @Test
    void isTheBestForANewMachineAndTheFittingOneForAnOldOne() throws IOException {
        UefiFirmware large = firmware("large", 400);
        UefiFirmware small = firmware("small", 200);
        List<UefiFirmware> installed = List.of(large, small);

        assertThat(UefiFirmware.choose(installed, folder.resolve("none"))).contains(large);
        assertThat(UefiFirmware.choose(installed, Files.write(folder.resolve("a"), new byte[200])))
                .contains(small);
        assertThat(UefiFirmware.choose(installed, Files.write(folder.resolve("b"), new byte[300])))
                .isEmpty();
    }
}
