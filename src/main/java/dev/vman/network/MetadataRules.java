package dev.vman.network;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which question gets which answer; knows neither sockets nor rows. */
final class MetadataRules {
    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,4}");
    private static final int LONGEST_SECONDS = 21_600;

    private final MetadataTokens tokens;
    private final boolean tokenDemanded;

    /**
     * Rules with a secret of their own.
     *
     * @param tokenDemanded whether nothing is told without a token (the service's second version)
     */
    MetadataRules(InstantSource clock, boolean tokenDemanded) {
        this.tokens = new MetadataTokens(clock);
        this.tokenDemanded = tokenDemanded;
    }

    /**
     * The answer.
     *
     * @param asking the guest whose address the question came from
     */
    MetadataReply answer(MetadataQuestion question, Optional<GuestMetadata> asking) {
        if (question.forwarded()) {
            return MetadataReply.error(403, "not for others");
        }
        return asking.map(guest -> answer(question, guest))
                .orElseGet(() -> MetadataReply.error(404, "no guest of this host"));
    }

    private MetadataReply answer(MetadataQuestion question, GuestMetadata guest) {
        if (question.wantsToken()) {
            return question.method().equals("PUT")
                    ? token(question, guest)
                    : MetadataReply.error(405, "PUT asks for a token");
        }
        if (!question.reads()) {
            return MetadataReply.error(405, "only GET and HEAD");
        }
        if (!admitted(question, guest)) {
            return MetadataReply.error(401, "no valid token");
        }
        return new MetadataTree(guest)
                .read(question.path())
                .map(MetadataReply::of)
                .orElseGet(() -> MetadataReply.error(404, "not found"));
    }

    /** A token that came must be good, though none is needed. */
    private boolean admitted(MetadataQuestion question, GuestMetadata guest) {
        return question.token().map(token -> tokens.accepts(token, guest)).orElse(!tokenDemanded);
    }

    private MetadataReply token(MetadataQuestion question, GuestMetadata guest) {
        int seconds =
                question.ttlSeconds()
                        .filter(text -> SECONDS.matcher(text).matches())
                        .map(Integer::parseInt)
                        .orElse(0);
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            return MetadataReply.error(
                    400, MetadataQuestion.TTL_HEADER + " must be from 1 to " + LONGEST_SECONDS);
        }
        String token = tokens.issue(guest, Duration.ofSeconds(seconds));
        return new MetadataReply(200, token, Optional.of(seconds));
    }
}
