package dev.vman.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vman.host.FileTrees;
import dev.vman.host.UntrustedFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One network's files. They are about what the kernel and dnsmasq hold, and need not outlive a
 * power failure: what is torn is unlike what is wanted, and made anew.
 */
record NetworkFolder(UUID network, Path path) {
    private static final int MOST = 8 << 20;
    private static final int LOG_MOST = 1 << 20;
    private static final String READABLE = "rw-r--r--";
    private static final String PRIVATE = "rw-------";

    DhcpPaths dhcp() {
        return new DhcpPaths(path);
    }

    private Path taps() {
        return path.resolve("taps");
    }

    NetworkFiles read() throws IOException {
        return new NetworkFiles(
                dhcp(),
                text(dhcp().conf()),
                text(dhcp().hosts()),
                text(dhcp().names()),
                tapNames(),
                Lease.read(text(dhcp().leases()).orElse("")));
    }

    /** There before anything of the network is made: what it is found by, if we die now. */
    void make() throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
        }
    }

    /** Before they are made. */
    void addTaps(List<String> names) throws IOException {
        Set<String> all = new TreeSet<>(tapNames());
        all.addAll(names);
        writeTaps(List.copyOf(all));
    }

    /** After all others are gone. */
    void keepTaps(List<String> names) throws IOException {
        writeTaps(names.stream().sorted().toList());
    }

    private void writeTaps(List<String> names) throws IOException {
        if (!names.equals(tapNames())) {
            replace(taps(), String.join("\n", names) + "\n", READABLE);
        }
    }

    private List<String> tapNames() throws IOException {
        return text(taps()).map(String::lines).map(Stream::toList).orElse(List.of());
    }

    void writeHosts(DhcpConfig config) throws IOException {
        replace(dhcp().hosts(), config.hosts(), READABLE);
        replace(dhcp().names(), config.names(), READABLE);
    }

    void writeConf(DhcpConfig config) throws IOException {
        replace(dhcp().conf(), config.conf(), READABLE);
    }

    /** While no server runs: gives the file to its user, and takes these leases out of it. */
    void prepareLeases(List<Lease> gone, int uid) throws IOException {
        Path leases = dhcp().leases();
        String kept = Lease.without(text(leases).orElse(""), gone);
        replace(leases, kept, PRIVATE);
        FileTrees.chown(leases, uid, uid);
    }

    /** The server appends to it, so it may be cut at any time. */
    void boundLog() throws IOException {
        if (Files.exists(dhcp().log()) && Files.size(dhcp().log()) > LOG_MOST) {
            FileChannel.open(dhcp().log(), StandardOpenOption.WRITE).truncate(0).close();
        }
    }

    void delete() throws IOException {
        FileTrees.deleteTree(path);
    }

    private static Optional<String> text(Path file) throws IOException {
        try {
            return Optional.of(new String(UntrustedFiles.readAll(file, MOST), UTF_8));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    /** Whole or not at all for whoever reads it meanwhile. */
    private static void replace(Path file, String content, String mode) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.deleteIfExists(partial);
        Files.writeString(partial, content, StandardOpenOption.CREATE_NEW);
        Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString(mode));
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
