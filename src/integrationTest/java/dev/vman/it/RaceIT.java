package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("integration")
@Timeout(120)
class RaceIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();
    private static final int THREADS = 20;

    @Test
    void ofStartsStopsAndDeletesEndsConsistently() throws Exception {
        for (int round = 0; round < 5; round++) {
            Vm vm = DAEMON.create(Map.of("diskSizeBytes", 1 << 20));

            List<Answer> answers = AtOnce.run(THREADS, index -> act(vm, index));

            assertThat(answers)
                    .as(answers.toString())
                    .allSatisfy(answer -> assertThat(answer.status()).isNotEqualTo(500));
            new Consistency(DAEMON.get()).settlesWithin(Duration.ofSeconds(20), "round " + round);
            assertThat(answers.stream().filter(answer -> answer.status() == 204)).hasSize(1);
            DAEMON.api().get("vms/" + vm.id()).is(404);
        }
    }

    /** The last ones delete, so that there is something to race for. */
    private static Answer act(Vm vm, int index) {
        if (index >= THREADS - 3) {
            return DAEMON.api().delete("vms/" + vm.id() + "?force=true");
        }
        return index % 2 == 0 ? vm.act("start") : vm.stopByForce();
    }

    @Test
    void ofStartsAndStopsAloneKeepsOneProcessAtMost() throws Exception {
        Vm vm = DAEMON.createBare();

        List<Answer> answers =
                AtOnce.run(THREADS, index -> index % 2 == 0 ? vm.act("start") : vm.stopByForce());

        assertThat(answers)
                .as(answers.toString())
                .allSatisfy(answer -> assertThat(answer.status()).isIn(200, 409));
        new Consistency(DAEMON.get()).settlesWithin(Duration.ofSeconds(20), "starts and stops");
        assertThat(vm.state()).isIn("running", "stopped");
    }

    @Test
    void ofAllKindsOfActsEndsConsistently() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 6; round++) {
            RandomActs acts = new RandomActs(DAEMON.api(), random);
            List<Callable<Answer>> requests = Stream.generate(acts::next).limit(THREADS).toList();

            List<Answer> answers = AtOnce.run(THREADS, index -> send(requests.get(index)));

            assertThat(answers)
                    .as(answers.toString())
                    .allSatisfy(answer -> assertThat(answer.status()).isLessThan(500));
            new Consistency(DAEMON.get())
                    .settlesWithin(Duration.ofSeconds(20), "seed " + seed + ", round " + round);
        }
    }

    private static Answer send(Callable<Answer> request) {
        try {
            return request.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
