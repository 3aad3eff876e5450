package dev.vman.api;

import dev.vman.agent.GuestFacts;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a guest says of itself, on the wire. */
record AgentView(
        @Schema(description = "Whether an agent answers in the guest.", examples = "true")
                boolean available,
        @Schema(examples = "web-1") @Nullable String hostname,
        @Nullable Os os,
        List<Interface> interfaces,
        List<FileSystem> fileSystems) {
    record Os(
            @Schema(examples = "debian") String id,
            @Schema(examples = "Debian GNU/Linux 12 (bookworm)") String name,
            @Schema(examples = "12") String version,
            @Schema(examples = "6.1.0-18-cloud-amd64") String kernel,
            @Schema(examples = "x86_64") String machine) {}

    record Interface(
            @Schema(examples = "eth0") String name,
            @Schema(examples = "52:54:00:12:34:56") String mac,
            @Schema(examples = "[\"10.77.0.2/24\"]") List<String> addresses) {}

    record FileSystem(
            @Schema(examples = "vda1") String device,
            @Schema(examples = "/") String mountPoint,
            @Schema(examples = "ext4") String type,
            @Schema(description = "null: not told.", examples = "734003200")
                    @Nullable Long usedBytes,
            @Schema(description = "null: not told.", examples = "2147483648")
                    @Nullable Long totalBytes) {}

    static AgentView of(Optional<GuestFacts> facts) {
        return facts.map(AgentView::of)
                .orElse(new AgentView(false, null, null, List.of(), List.of()));
    }

    private static AgentView of(GuestFacts facts) {
        return new AgentView(
                true,
                facts.hostname().orElse(null),
                facts.os().map(AgentView::of).orElse(null),
                facts.interfaces().stream()
                        .map(card -> new Interface(card.name(), card.mac(), card.addresses()))
                        .toList(),
                facts.fileSystems().stream().map(AgentView::of).toList());
    }

    private static Os of(GuestFacts.Os os) {
        return new Os(os.id(), os.name(), os.version(), os.kernel(), os.machine());
    }

    private static FileSystem of(GuestFacts.FileSystem system) {
        return new FileSystem(
                system.device(),
                system.mountPoint(),
                system.type(),
                told(system.usedBytes()),
                told(system.totalBytes()));
    }

    private static @Nullable Long told(long bytes) {
        return bytes < 0 ? null : bytes;
    }
}
