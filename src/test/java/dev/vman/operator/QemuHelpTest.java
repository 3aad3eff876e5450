package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QemuHelpTest {
    @Test
    void findsTheVersionOfQemuAndOfItsDiskTool() {
        assertThat(QemuHelp.version("QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7)"))
                .contains("7.2.22");
        assertThat(QemuHelp.version("qemu-img version 10.0.2\nCopyright")).contains("10.0.2");
        assertThat(QemuHelp.version("")).isEmpty();
    }

    @Test
    void listsVersionedQ35TypesWithTheNewestFirst() {
        String help =
                """
                Supported machines are:
                pc                   Standard PC (i440FX + PIIX, 1996) (alias of pc-i440fx-7.2)
                q35                  Standard PC (Q35 + ICH9, 2009) (alias of pc-q35-10.0)
                pc-q35-7.2           Standard PC (Q35 + ICH9, 2009)
                pc-q35-4.0.1         Standard PC (Q35 + ICH9, 2009)
                pc-q35-4.0           Standard PC (Q35 + ICH9, 2009)
                pc-q35-10.0          Standard PC (Q35 + ICH9, 2009)
                microvm              microvm (i386)
                none                 empty machine
                """;

        assertThat(QemuHelp.machineTypes(help))
                .containsExactly(
                        "pc-q35-10.0", "pc-q35-7.2", "pc-q35-4.0.1", "pc-q35-4.0", "microvm");
    }
}
