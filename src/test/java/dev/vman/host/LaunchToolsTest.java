package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaunchToolsTest {

    @Test
    void givesUpAllRightsForAnotherUser() {
        LaunchTools tools = new LaunchTools(true, false, LaunchTools.Scope.NONE);

        assertThat(tools.commandLine(request(Optional.of(70001))))
                .containsExactly(
                        "setpriv",
                        "--no-new-privs",
                        "--reuid=70001",
                        "--regid=70001",
                        "--clear-groups",
                        "--inh-caps=-all",
                        "--bounding-set=-all",
                        "qemu",
                        "-S");
    }

    @Test
    void takesRootsCapabilitiesFromAProgramThatStaysRoot() {
        LaunchTools tools = new LaunchTools(true, true, LaunchTools.Scope.NONE);

        assertThat(tools.commandLine(request(Optional.empty())))
                .containsExactly(
                        "setpriv",
                        "--no-new-privs",
                        "--inh-caps=-all",
                        "--bounding-set=-all",
                        "qemu",
                        "-S");
    }

    @Test
    void launchesPlainlyWhereThereIsNothingElse() {
        LaunchTools tools = new LaunchTools(false, false, LaunchTools.Scope.NONE);

        assertThat(tools.commandLine(request(Optional.empty()))).containsExactly("qemu", "-S");
    }

    @Test
    void needsAWrapperForAScopeAndForRootsCapabilities() {
        LaunchTools root = new LaunchTools(true, true, LaunchTools.Scope.NONE);
        LaunchTools user = new LaunchTools(true, false, LaunchTools.Scope.NONE);
        LaunchTools scoped = new LaunchTools(true, true, LaunchTools.Scope.SYSTEM);

        assertThat(root.startsPlainly(request(Optional.of(70001)))).isTrue();
        assertThat(root.startsPlainly(request(Optional.empty()))).isFalse();
        assertThat(user.startsPlainly(request(Optional.empty()))).isTrue();
        assertThat(scoped.startsPlainly(request(Optional.of(70001)))).isFalse();
    }

    @Test
    void usesTheScopeThatWorks() {
        LaunchTools system = new LaunchTools(true, false, LaunchTools.Scope.SYSTEM);
        LaunchTools user = new LaunchTools(true, false, LaunchTools.Scope.USER);

        assertThat(system.commandLine(request(Optional.empty())))
                .startsWith("systemd-run", "--scope", "--quiet", "--collect", "--")
                .endsWith("setpriv", "--no-new-privs", "qemu", "-S");
        assertThat(user.commandLine(request(Optional.empty())))
                .startsWith("systemd-run", "--user", "--scope", "--quiet");
    }

    @Test
    void entersANamespaceWhileItHasTheRights() {
        LaunchTools tools = new LaunchTools(true, true, LaunchTools.Scope.NONE);
        LaunchRequest request =
                new LaunchRequest(
                        List.of("qemu"),
                        Path.of("/"),
                        Path.of("/tmp/log"),
                        Optional.of(70001),
                        Map.of(),
                        Optional.of(new NamespaceName("lab")));

        assertThat(tools.commandLine(request))
                .startsWith("nsenter", "--net=/run/netns/lab", "setpriv")
                .endsWith("qemu");
    }

    @Test
    void refusesANamespaceOutsideItsFolder() {
        assertThatIllegalArgumentException().isThrownBy(() -> new NamespaceName("../../proc/1"));
    }

    private static LaunchRequest request(Optional<Integer> uid) {
        return new LaunchRequest(
                List.of("qemu", "-S"), Path.of("/"), Path.of("/tmp/log"), uid, Map.of());
    }
}
