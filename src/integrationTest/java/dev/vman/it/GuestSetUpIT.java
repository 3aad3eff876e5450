package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a real guest finds when it boots: its firmware, and what cloud-init would read. */
@Tag("integration")
@Timeout(400)
class GuestSetUpIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();

    /** Of the first volume descriptor, its label: ECMA-119, section 8.4. */
    private static final String LABEL =
            "for disk in /sys/block/sd*; do dd if=/dev/${disk##*/} bs=1 skip=32808 count=6; done";

    @BeforeEach
    void haveUefi() {
        Assumptions.assumeTrue(
                Files.isReadable(Path.of("/usr/share/OVMF/OVMF_CODE_4M.fd")),
                "Skipped: there is no OVMF (package ovmf)");
    }

    private static Vm guest(Map<String, ?> fields) {
        return DAEMON.createGuest(fields).started();
    }

    /** What is plugged and not recorded would be one. */
    private static List<String> findings(Vm vm) {
        var _ = DAEMON.api().post("observer/actions/run", Map.of()).ok();
        return DAEMON.api()
                .items("findings?state=open&vm=" + vm.id())
                .map(Object::toString)
                .toList();
    }

    @Test
    void isUefiAndASeedWhereTheyWereAskedFor() {
        Map<String, Object> metadata = Map.of("hostname", "web.example.org", "sshKeys", List.of());
        Vm vm = guest(Map.of("memoryMib", 256, "firmware", "uefi", "metadata", metadata));
        vm.awaitAgent();

        assertThat(vm.read().path("spec").path("firmware").asText()).isEqualTo("uefi");
        assertThat(vm.shell("ls /sys/firmware")).contains("efi");
        assertThat(vm.shell(LABEL)).isEqualTo("CIDATA");
        assertThat(vm.shell("cat /dev/sda")).contains("web.example.org");
        assertThat(vm.folder().resolve("uefi-vars.fd")).exists();
        assertThat(findings(vm)).isEmpty();
    }

    @Test
    void isWhatTheMetadataSaysAtTheNextStart() {
        Vm vm = guest(Map.of());
        vm.awaitAgent();
        assertThat(vm.shell("ls /sys/firmware /sys/block")).doesNotContain("efi", "sda");

        DAEMON.api().put("vms/" + vm.id() + "/metadata", Map.of("hostname", "later")).ok();
        vm.act("restart", Map.of("force", true)).ok();
        vm.awaitAgent();

        assertThat(vm.shell("cat /dev/sda")).contains("later");
    }
}
