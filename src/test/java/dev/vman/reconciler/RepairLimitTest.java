package dev.vman.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepairLimitTest {
    @ParameterizedTest
    @CsvSource({
        "0,0,false",
        "5,0,false",
        "6,0,true",
        "1000,0,true",
        "1,4,false",
        "1,5,true",
        "5,1,true",
        "0,6,false"
    })
    void countsWhatIsWantedAndWhatWasDoneLately(long wanted, long done, boolean exceeded) {
        assertThat(RepairLimit.exceededBy(wanted, done)).isEqualTo(exceeded);
    }

    @Test
    void leavesAFailingRepairAloneForLongerAndLonger() {
        assertThat(BackOff.after(1)).isEqualTo(Duration.ofSeconds(10));
        assertThat(BackOff.after(3)).isEqualTo(Duration.ofSeconds(40));
        assertThat(BackOff.after(1000)).isEqualTo(Duration.ofHours(1));
    }
}
