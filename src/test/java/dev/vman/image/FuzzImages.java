package dev.vman.image;

import dev.vman.Failure;
import dev.vman.host.Commands;
import dev.vman.host.FileTrees;
import dev.vman.inventory.ImageKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Imports images whose headers are wrong in ever new ways; {@code scripts/fuzz-images}. A fault is
 * whatever is neither a refusal nor a sound image: another exception, a canary's byte, a file that
 * is left, a wait.
 */
public final class FuzzImages {
    private static final String SECRET = "canary-of-the-host-4711";
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private final Path root;
    private final Path canary;
    private final ImportLab lab;
    private final FuzzReport report = new FuzzReport();

    private FuzzImages(Path root) throws IOException {
        this.root = root.toRealPath();
        FileTrees.chmod(this.root, PosixFilePermissions.fromString("rwx--x--x"));
        // Everybody may read it: nothing but the refusal keeps it in.
        canary = Files.writeString(this.root.resolve("canary"), SECRET.repeat(50));
        FileTrees.chmod(canary, PosixFilePermissions.fromString("r--r--r--"));
        boolean asRoot = FileTrees.ownerOf(Path.of("/proc/self")) == 0;
        ConversionUsers users =
                asRoot ? ConversionUsers.of("299998-299999") : ConversionUsers.ofTheDaemon();
        lab =
                new ImportLab(
                        this.root, new QemuImgConversion(Commands.ofThisHost(), users, LONGEST));
    }

    /** How many images, and the first one's seed. */
    public static void main(String[] arguments) throws IOException {
        int count = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        Path root = Files.createTempDirectory("vman-fuzz-");
        boolean sound;
        try {
            sound = new FuzzImages(root).run(count, seed);
        } finally {
            FileTrees.deleteTree(root);
        }
        System.exit(sound ? 0 : 1);
    }

    private boolean run(int count, long seed) throws IOException {
        long begun = System.nanoTime();
        for (long next = seed; next < seed + count; next++) {
            tryOut(next);
            if ((next - seed + 1) % 1000 == 0) {
                System.err.println(next - seed + 1 + " of " + count);
            }
        }
        report.faults().forEach(System.out::println);
        Duration taking = Duration.ofNanos(System.nanoTime() - begun);
        System.out.println(report.summary(lab.converted().size(), taking));
        return report.faults().isEmpty();
    }

    private void tryOut(long seed) throws IOException {
        Path file = lab.file("image");
        Files.write(file, new MutatedImages(seed, canary).next());
        ImageDraft draft = lab.draft(ImageKind.DISK, file);
        long begun = System.nanoTime();
        try {
            ImageNote _ = lab.run(draft);
            report.taken(System.nanoTime() - begun);
            requireSound(seed, lab.layout().image(draft.id(), ImageKind.DISK));
        } catch (Failure.Invalid refused) {
            report.refused(System.nanoTime() - begun);
            if (refused.detail().contains(SECRET)) {
                report.fault(seed, "the refusal holds the secret");
            }
        } catch (RuntimeException | IOException | StackOverflowError | OutOfMemoryError e) {
            report.fault(seed, e.toString());
        }
        if (System.nanoTime() - begun > LONGEST.toNanos()) {
            report.fault(seed, "took too long");
        }
        clear(seed);
    }

    private void requireSound(long seed, Path image) throws IOException {
        if (new String(Files.readAllBytes(image), StandardCharsets.ISO_8859_1).contains(SECRET)) {
            report.fault(seed, "the secret is in the image");
        }
    }

    /** Whatever an import left, but for the image that it made and its note. */
    private void clear(long seed) throws IOException {
        for (Path left : lab.files()) {
            if (!String.valueOf(left.getParent()).equals(lab.layout().images().toString())) {
                report.fault(seed, "left: " + root.relativize(left));
            }
            Files.delete(left);
        }
        try (Stream<Path> work = Files.list(lab.layout().imageWork())) {
            for (Path left : work.toList()) {
                FileTrees.deleteTree(left);
            }
        }
    }
}
