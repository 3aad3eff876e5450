package dev.vman.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventTailTest {
    private static final Target SUBJECT = new Target("thing", new UUID(0, 1), "a-thing");
    private long oldest = 1;
    private long newest;
    private int reads;
    private final EventTail tail = new EventTail(10, this::read);

    @Test
    void readsOnceForAllWhoAreAtTheEnd() {
        newest = 5;

        assertThat(numbers(tail.after(3, 100))).containsExactly(4L, 5L);
        assertThat(numbers(tail.after(3, 100))).containsExactly(4L, 5L);
        assertThat(numbers(tail.after(4, 100))).containsExactly(5L);

        assertThat(reads).isEqualTo(1);
    }

    @Test
    void readsForThoseWhoAreBehind() {
        newest = 50;
        List<RecordedEvent> _ = tail.after(45, 100);

        assertThat(numbers(tail.after(10, 2))).containsExactly(11L, 12L);
        assertThat(numbers(tail.after(47, 100))).containsExactly(48L, 49L, 50L);

        assertThat(reads).isEqualTo(2);
    }

    @Test
    void holdsNoMoreThanItsCapacity() {
        newest = 100;
        List<RecordedEvent> _ = tail.after(0, 100);

        assertThat(numbers(tail.after(90, 100))).hasSize(10);
        assertThat(reads).isEqualTo(1);
        assertThat(numbers(tail.after(89, 1))).containsExactly(90L);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void showsWhatIsLeftWhenTheNextWasPruned() {
        newest = 5;
        List<RecordedEvent> _ = tail.after(4, 100);
        newest = 20;
        oldest = 15;

        assertThat(numbers(tail.after(5, 3))).containsExactly(15L, 16L, 17L);
        assertThat(numbers(tail.after(17, 3))).containsExactly(18L, 19L, 20L);
    }

    @Test
    void startsAgainWhereAReaderIsAheadOfIt() {
        newest = 30;
        List<RecordedEvent> _ = tail.after(1, 3);

        assertThat(numbers(tail.after(28, 100))).containsExactly(29L, 30L);
        assertThat(tail.after(30, 100)).isEmpty();
    }

    private List<RecordedEvent> read(long after, int limit) {
        reads++;
        return LongStream.rangeClosed(Math.max(oldest, after + 1), newest)
                .limit(limit)
                .mapToObj(number -> new RecordedEvent(number, Instant.EPOCH, "test", SUBJECT, "{}"))
                .toList();
    }

    private static List<Long> numbers(List<RecordedEvent> events) {
        return events.stream().map(RecordedEvent::number).toList();
    }
}
