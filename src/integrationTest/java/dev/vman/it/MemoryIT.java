package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.HostFacts;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Memory is admitted across all VMs: here 256 MiB, which is four of the smallest VMs. */
@Tag("integration")
@Timeout(120)
class MemoryIT {
    private static final int FOR_VMS_MIB = 256;
    private static final int SMALL_MIB = 64;
    private static final int FIT = FOR_VMS_MIB / SMALL_MIB;
    private static final int MANY = 10;
    private static VmanDaemon daemon;

    @BeforeAll
    static void start() throws IOException {
        TestGuest.assumeAvailable();
        long total = HostFacts.read().totalMemoryBytes() >> 20;
        daemon =
                VmanDaemon.startBare(
                        Map.of(
                                "VMAN_OPERATOR_MEMORY_RESERVE_MIB",
                                Long.toString(total - FOR_VMS_MIB)));
    }

    @AfterAll
    static void end() throws IOException {
        if (daemon != null) {
            daemon.close();
        }
    }

    @Test
    void isRefusedBeyondTheLimitUntilAnotherVmStops() {
        Vm first = create("first", 192).started();
        Vm second = create("second", 128);

        Answer refused = second.act("start").isProblem(409, "insufficient-memory");

        assertThat(refused.detail()).contains("128 MiB", "64 of 256 MiB");
        assertThat(refused.body().path("remedy").asText()).contains("Stop another VM");
        assertThat(second.state()).isEqualTo("stopped");
        assertThat(second.qemus()).isEmpty();
        assertThat(first.state()).isEqualTo("running");

        first.stopByForce().is(200);

        assertThat(second.started().qemus()).hasSize(1);
        second.stopByForce().is(200);
    }

    @Test
    void goesToExactlyAsManyAsFitWhenAllStartAtOnce() throws Exception {
        List<Vm> vms =
                IntStream.range(0, MANY).mapToObj(n -> create("many-" + n, SMALL_MIB)).toList();

        List<Answer> answers = AtOnce.run(MANY, index -> vms.get(index).act("start"));

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(FIT);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> answer.isProblem(409, "insufficient-memory"));
        assertThat(daemon.qemus().all()).hasSize(FIT);
        assertThat(vms.stream().map(Vm::state).filter("running"::equals)).hasSize(FIT);
        assertThat(vms.stream().map(Vm::state).filter("stopped"::equals)).hasSize(MANY - FIT);

        vms.forEach(vm -> vm.stopByForce().is(200));
    }

    private static Vm create(String name, int memoryMib) {
        Answer made = daemon.api().post("vms", Map.of("name", name, "memoryMib", memoryMib));
        return new Vm(daemon, UUID.fromString(made.is(201).body().path("id").asText()), name);
    }
}
