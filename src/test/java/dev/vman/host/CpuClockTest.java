package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuClockTest {
    @Test
    void isTheNominalSpeedWhereTheModelsNameSaysIt() {
        String cpuinfo =
                """
                model name	: Intel(R) Xeon(R) CPU E5-2670 0 @ 2.60GHz
                cpu MHz		: 1200.117
                """;

        assertThat(CpuClock.khz(cpuinfo)).hasValue(2_600_000);
    }

    @Test
    void isThePresentSpeedElsewhere() {
        String cpuinfo =
                """
                model name	: Intel(R) Xeon(R) Processor
                cpu MHz		: 2699.998
                model name	: Intel(R) Xeon(R) Processor
                cpu MHz		: 2500.000
                """;

        assertThat(CpuClock.khz(cpuinfo)).hasValue(2_699_998);
    }

    @Test
    void isUnknownWhereNothingSaysIt() {
        assertThat(CpuClock.khz("processor : 0\nBogoMIPS : 50.00\n")).isEmpty();
    }
}
