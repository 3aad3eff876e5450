package dev.vman.operator;

import dev.vman.host.HostFacts;
import dev.vman.host.ProcessTable;
import dev.vman.inventory.StorageLayout;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Stub. */
class StubBeans {
    @Produces
    @Singleton
    HostFacts facts() throws IOException {
        return HostFacts.read();
    }

    @Produces
    @Singleton
    HostName name() {
        return new HostName("stub");
    }

    @Produces
    @Singleton
    LaunchRecord launches(com.fasterxml.jackson.databind.ObjectMapper json, Operator operator) {
        return new LaunchRecord(json, operator);
    }

    @Produces
    @Singleton
    ProcessTable processes() {
        return ProcessTable.ofThisHost();
    }

    @Produces
    @Singleton
    HostMemory memory() throws IOException {
        long mib = HostFacts.read().totalMemoryBytes() >> 20;
        return new HostMemory(mib, mib - 512);
    }

    @Produces
    @Singleton
    BootFiles boot(StorageLayout layout) {
        return new BootFiles(List.of(layout.boot(), Path.of("/boot")));
    }

    @Produces
    @Singleton
    DiskFiles disks(StorageLayout layout, ProcessTable processes) {
        return new DiskFiles(layout, new DryRunDiskImages(), processes, true);
    }

    @Produces
    @Singleton
    Operator operator(MachineListener listener) {
        HostCapabilities can =
                new HostCapabilities(
                        Optional.of("7.2.22"),
                        Optional.of("7.2.22"),
                        List.of("pc-q35-7.2"),
                        "pc-q35-7.2",
                        8,
                        "tcg",
                        "stub",
                        "max",
                        true,
                        false,
                        "stub");
        return new DryRunOperator(can, (_, _) -> List.of("qemu"), listener);
    }
}
